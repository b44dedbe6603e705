package telex;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;

/** The token filters, with the names, settings and defaults of the full server. */
final class TokenFilters {

    private TokenFilters() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> all() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put("asciifolding", TokenFilters::folding);
        filters.put("elision", TokenFilters::elision);
        filters.put("stemmer", TokenFilters::stemmer);
        filters.put("edge_ngram", TokenFilters::edges);
        filters.put("unique", TokenFilters::unique);
        filters.put("pattern_capture", AnalysisPlugin.requiresAnalysisSettings(TokenFilters::captures));
        return filters;
    }

    private static TokenFilterFactory folding(IndexSettings index, Environment environment, String name, Settings settings) {
        boolean both = settings.getAsBoolean("preserve_original", false);
        // A normalizer yields one token, so there the original never stays beside it.
        return normalizing(name, in -> new ASCIIFoldingFilter(in, both), in -> new ASCIIFoldingFilter(in, false));
    }

    private static TokenFilterFactory elision(IndexSettings index, Environment environment, String name, Settings settings) {
        CharArraySet given = Analysis.parseArticles(environment, settings);
        CharArraySet articles = given == null ? FrenchAnalyzer.DEFAULT_ARTICLES : given;
        UnaryOperator<TokenStream> cut = in -> new ElisionFilter(in, articles);
        return normalizing(name, cut, cut);
    }

    private static TokenFilterFactory stemmer(IndexSettings index, Environment environment, String name, Settings settings) {
        return plain(name, Stemmers.of(settings.get("language", settings.get("name", "porter"))));
    }

    private static TokenFilterFactory edges(IndexSettings index, Environment environment, String name, Settings settings) {
        int least = settings.getAsInt("min_gram", 1);
        int most = settings.getAsInt("max_gram", 2);
        boolean whole = settings.getAsBoolean("preserve_original", false);
        return plain(name, in -> new EdgeNGramTokenFilter(in, least, most, whole));
    }

    private static TokenFilterFactory unique(IndexSettings index, Environment environment, String name, Settings settings) {
        boolean samePosition = settings.getAsBoolean("only_on_same_position", false);
        return plain(name, in -> new UniqueTokenFilter(in, samePosition));
    }

    private static TokenFilterFactory captures(IndexSettings index, Environment environment, String name, Settings settings) {
        List<String> patterns = settings.getAsList("patterns", null, false);
        if (patterns == null) {
            throw new IllegalArgumentException("required setting 'patterns' is missing for token filter [" + name + "]");
        }
        Pattern[] compiled = patterns.stream().map(Pattern::compile).toArray(Pattern[]::new);
        boolean original = settings.getAsBoolean("preserve_original", true);
        return plain(name, in -> new PatternCaptureGroupTokenFilter(in, original, compiled));
    }

    private static TokenFilterFactory plain(String name, UnaryOperator<TokenStream> filter) {
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return filter.apply(in);
            }
        };
    }

    private static TokenFilterFactory normalizing(String name, UnaryOperator<TokenStream> filter, UnaryOperator<TokenStream> normalizer) {
        return new NormalizingTokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return filter.apply(in);
            }

            @Override
            public TokenStream normalize(TokenStream in) {
                return normalizer.apply(in);
            }
        };
    }
}
