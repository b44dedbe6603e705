package telex;

import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The analyzers of whole languages, with the settings {@code stopwords} and {@code stem_exclusion}. */
final class Analyzers {

    private Analyzers() {}

    static Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> all() {
        return Map.of(
            "french", (index, environment, name, settings) -> provider(name, new FrenchAnalyzer(
                stopWords(environment, settings, FrenchAnalyzer.getDefaultStopSet()), kept(settings))),
            "english", (index, environment, name, settings) -> provider(name, new EnglishAnalyzer(
                stopWords(environment, settings, EnglishAnalyzer.getDefaultStopSet()), kept(settings))));
    }

    private static CharArraySet stopWords(Environment environment, Settings settings, CharArraySet usual) {
        return Analysis.parseStopWords(environment, settings, usual);
    }

    private static CharArraySet kept(Settings settings) {
        return Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET);
    }

    private static AnalyzerProvider<Analyzer> provider(String name, Analyzer analyzer) {
        return new AnalyzerProvider<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public AnalyzerScope scope() {
                return AnalyzerScope.INDEX;
            }

            @Override
            public Analyzer get() {
                return analyzer;
            }
        };
    }
}
