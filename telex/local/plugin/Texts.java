package telex;

import java.io.Reader;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** What stands before the token filters: the character filter {@code html_strip} and the tokenizer {@code uax_url_email}. */
final class Texts {

    private Texts() {}

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of("html_strip", (index, environment, name, settings) -> htmlStrip(name, settings));
    }

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        return Map.of("uax_url_email", (index, environment, name, settings) -> {
            int longest = settings.getAsInt("max_token_length", StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH);
            return TokenizerFactory.newFactory(name, () -> urlEmail(longest));
        });
    }

    private static Tokenizer urlEmail(int longest) {
        UAX29URLEmailTokenizer tokenizer = new UAX29URLEmailTokenizer();
        tokenizer.setMaxTokenLength(longest);
        return tokenizer;
    }

    private static CharFilterFactory htmlStrip(String name, Settings settings) {
        Set<String> kept = Set.copyOf(settings.getAsList("escaped_tags"));
        return new CharFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reader create(Reader text) {
                return kept.isEmpty() ? new HTMLStripCharFilter(text) : new HTMLStripCharFilter(text, kept);
            }
        };
    }
}
