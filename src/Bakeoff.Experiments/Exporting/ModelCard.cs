using System.Globalization;
using System.Text;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.Exporting;

/// <summary>Writes <c>MODEL_CARD.md</c>: task, data, protocol, metrics, intended use and reproduction of a model.</summary>
/// <remarks>
/// Source of the headings: Mitchell et al., Model Cards for Model Reporting, 2019. Determinism: equal results give equal bytes; the only
/// times are those in the store.
/// </remarks>
internal static class ModelCard
{
    public static string Write(FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"# Model card: {finished.Experiment.Name}\n\n");
        if (finished.Experiment.Options.Question is { Length: > 0 } question)
        {
            card.Append("Question asked: ").Append(question).Append("\n\n");
        }

        card.Append(finished.Result switch
        {
            ClassificationResult { Confusion.Labels: var labels, Numbers: var numbers } => string.Create(
                CultureInfo.InvariantCulture,
                $"From the sound of an utterance to the probability of each of {labels.Count} labels: {string.Join(", ", labels)}.\n")
                + (numbers is null ? "" : $"And to numbers: {Names(numbers)}.\n"),
            RegressionResult numbers => $"From the sound of an utterance to numbers: {Names(numbers)}.\n",
            _ => throw new ArgumentOutOfRangeException(nameof(finished), finished.Result.GetType().Name, "Unknown result."),
        });
        CardSections.Data(card, finished, models);
        Protocol(card, finished);
        CardFigures.Append(card, finished.Result, finished.Experiment.Options.Seed);
        CardFigures.AppendReferences(
            card,
            [
                .. ReferenceText.Baselines(finished.ReadPoints()),
                .. ReferenceText.Rows(finished.Result, finished.Experiment.Options.References ?? []),
            ]);
        CardSections.Use(card, finished);
        CardNetwork.Append(card, finished, models);
        Reproduce(card, finished, models);
        return card.ToString();
    }

    private static string Names(RegressionResult numbers) => string.Join(", ", numbers.Targets.Select(static target => target.Name));

    private static void Protocol(StringBuilder card, FinishedExperiment finished)
    {
        card.Append("\n## How it was evaluated\n\n");
        foreach (var paragraph in finished.Protocol)
        {
            card.Append(paragraph).Append("\n\n");
        }

        card.Append("What training and test side share, which makes results better than for other speakers and texts:\n\n");
        foreach (var leak in ProtocolText.Leaks(finished.Leaks))
        {
            var unknown = leak.Unknown is null ? string.Empty : $" ({leak.Unknown})";
            var found = leak.IsPresent ? $"**{leak.Amount}**{unknown}. {leak.Explanation}" : leak.Amount + unknown;
            card.Append(CultureInfo.InvariantCulture, $"- {leak.Name.Replace('_', ' ')}: {found}\n");
        }
    }

    private static void Reproduce(StringBuilder card, FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var name = finished.Experiment.Name;
        card.Append(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""

                    ## How to reproduce it

                    ```bash
                    dotnet cake --target=Export --experiment={name}
                    ```

                    Equal settings, recordings and version of Bakeoff give the same bytes on every x64 and Arm machine.

                    | | |
                    |---|---|
                    | Bakeoff | {typeof(ModelCard).Assembly.GetName().Version!.ToString(3)} |
                    | seed | {finished.Experiment.Options.Seed} |
                    | trained (UTC) | {finished.Training.Record.FinishedAt.UtcDateTime:yyyy-MM-dd HH:mm} |
                    | training fingerprint | `{finished.Training.Record.Fingerprint}` |
                    | evaluation fingerprint | `{finished.Entries[StageNames.Evaluate].Record.Fingerprint}` |

                    """)
                .ReplaceLineEndings("\n"));
        foreach (
            var weights in finished.Training.Record.Files.Where(f =>
                f.Path.EndsWith(".safetensors", StringComparison.Ordinal) || Path.GetFileName(f.Path) == TrainedModel.DescriptionName))
        {
            card.Append(CultureInfo.InvariantCulture, $"| SHA-256 of `{weights.Path}` | `{weights.Sha256}` |\n");
        }

        card.Append(
            "\nFiles of the export"
                + (models.Count > 1 ? "; those in its root give the mean of the folds' probabilities, a fold's folder its own" : "")
                + ":\n\n| file | bytes |\n|---|---|\n");
        foreach (var (file, bytes) in models[0].Files)
        {
            card.Append(CultureInfo.InvariantCulture, $"| `{file}` | {bytes:N0} |\n");
        }

        card.Append("\nEvery setting, defaults included:\n\n```yaml\n").Append(finished.Experiment.ToYaml().TrimEnd()).Append("\n```\n");
    }
}
