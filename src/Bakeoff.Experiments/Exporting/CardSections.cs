using System.Globalization;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The sections of a model card on data and intended use.</summary>
internal static class CardSections
{
    public static void Data(StringBuilder card, FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var (corpus, dataset) = (finished.Corpus, finished.Dataset);
        card.Append(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""

                    ## Data

                    | | |
                    |---|---|
                    | corpus | {MarkdownTable.Cell(dataset.Title)} (`{dataset.Name}`) |
                    | licence | {MarkdownTable.Cell(dataset.Licence)} |
                    | to cite | {MarkdownTable.Cell(dataset.Citation)} |
                    | language | {dataset.Language ?? "not stated"} |
                    | clips | {corpus.Clips}, {corpus.Seconds / 60:0.0} minutes |
                    | labels | {MarkdownTable.Cell(Counts(corpus.Labels))} |
                    | speakers | {MarkdownTable.Cell(Speakers(corpus))} |
                    {string.Concat(finished.Parts.Select(Part))}| texts | {(
                        corpus.Texts == 0 ? "not named by the corpus" : corpus.Texts.ToString(CultureInfo.InvariantCulture)
                    )} |

                    {CardClassifier.Privacy(models)}

                    """)
                .ReplaceLineEndings("\n"));
        if (corpus.IsSynthetic)
        {
            card.Append("\n**The corpus is synthetic: no person speaks in it. Metrics measured on it say nothing about speech.**\n");
        }
    }

    public static void Use(StringBuilder card, FinishedExperiment finished)
    {
        card.Append(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""

                    ## Intended use and limits

                    Meant for research and teaching in speech emotion recognition: to compare methods under a stated protocol,
                    and to try models on new recordings.

                    - {Synthetic(finished)}
                    - {Voices(finished)}
                    {string.Join('\n', Answers(finished).Select(static line => "- " + line))}
                    - Other languages, rooms, microphones, codecs and ages than those of the corpus were not tested.
                    - Not meant for decisions about people (hiring, teaching, policing, health, insurance, credit):
                      an answer of this model is not evidence of what anyone feels.

                    """)
                .ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> Answers(FinishedExperiment finished)
    {
        if (finished.Result is ClassificationResult)
        {
            yield return "One utterance, one label of a closed list: there is no answer \"none of these\". "
                + "Mixed and weak emotions get the nearest label.";
            yield return Probabilities(finished);
        }

        if (finished.Result is RegressionResult or ClassificationResult { Numbers: not null })
        {
            yield return "Numbers are on the corpus's own scale and come without a measure of certainty; "
                + "one may lie a little outside that scale.";
        }
    }

    private static string Probabilities(FinishedExperiment finished) =>
        finished.Result is ClassificationResult { Confidence.Rejection.Count: > 0 }
            ? "Probabilities are calibrated on clips held out of the training; other speakers may need another calibration."
            : "Probabilities are the model's own; the calibration error above says how far to trust them.";

    /// <summary>A corpus within a combined one: its licence applies to models trained on it.</summary>
    private static string Part(DatasetDescription part) =>
        $"| made of | {MarkdownTable.Cell($"{part.Title} (`{part.Name}`); licence: {part.Licence}; to cite: {part.Citation}")} |\n";

    private static string Synthetic(FinishedExperiment finished) =>
        finished.Corpus.IsSynthetic
            ? "The model was trained on synthetic voices only and is of no use on people."
            : "The labels are the emotions that speakers of the corpus were asked to express or that listeners perceived, as its authors "
                + "describe it; they are not what a speaker feels.";

    private static string Voices(FinishedExperiment finished)
    {
        var count = finished.Corpus.Speakers.Count;
        var voices =
            count == 0
                ? "The corpus does not name its speakers"
                : string.Create(CultureInfo.InvariantCulture, $"The corpus has {count} {(count == 1 ? "voice" : "voices")}");
        return voices
            + finished.Leaks.Findings[(int)Leak.SharedSpeakers].State switch
            {
                LeakState.Found =>
                    ", and the test clips are of voices from the training set: expect clearly worse results for other voices.",
                LeakState.CannotBeKnown =>
                    ", so the test clips may be of voices from the training set: expect worse results for other voices.",
                _ => "; a few voices are no sample of people, so results for other voices may differ more than the intervals show.",
            };
    }

    private static string Speakers(IndexReport corpus)
    {
        var unknown = corpus.Clips - corpus.Speakers.Values.Sum();
        return corpus.Speakers.Count == 0 ? "not named by the corpus"
            : unknown == 0 ? Counts(corpus.Speakers)
            : string.Create(CultureInfo.InvariantCulture, $"{Counts(corpus.Speakers)}; unknown ({unknown})");
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        string.Join(
            ", ",
            counts
                .OrderBy(static count => count.Key, StringComparer.Ordinal)
                .Select(static count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} ({count.Value})")));
}
