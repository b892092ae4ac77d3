using System.Globalization;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Encoders.Features;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Options;
using Bakeoff.Reports.Latex;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Papers;

/// <summary>The method of a paper's experiments with all settings, taken from the records of the results.</summary>
/// <remarks>What several runs have in common is said once.</remarks>
internal static class MethodText
{
    /// <summary>Writes the paragraphs as LaTeX.</summary>
    public static string Write(PaperContent content)
    {
        var all = content.Runs.SelectMany(run => Describe(run).Select(aspect => (Run: run, Aspect: aspect))).ToList();
        var latex = new StringBuilder("% Every setting is as the records of the results have it.\n");
        foreach (var title in all.GroupBy(static item => item.Aspect.Title, StringComparer.Ordinal))
        {
            latex.Append(CultureInfo.InvariantCulture, $"\\paragraph{{{LatexText.Escape(title.Key)}.}}\n");
            foreach (var same in title.GroupBy(static item => item.Aspect.Text, StringComparer.Ordinal))
            {
                var runs = same.Select(static item => item.Run).ToList();
                var whom = runs.Count == content.Runs.Count ? "" : $"\\emph{{{LatexText.Escape(Names(content, runs))}}}: ";
                string[] cites = [.. same.SelectMany(static item => item.Aspect.Cites).Distinct(StringComparer.Ordinal)];
                latex.Append(CultureInfo.InvariantCulture, $"{whom}{LatexText.Escape(same.Key)}{LatexCell.Citation(cites)}\n");
            }

            latex.Append('\n');
        }

        return LatexText.WithDefinition(latex.ToString());
    }

    /// <summary>The method of a run, part by part.</summary>
    public static IReadOnlyList<MethodAspect> Describe(PaperRun run)
    {
        var finished = run.Finished;
        var options = finished.Experiment.Options;
        var settings = new RecordedSettings(run.Compared.Parameters, options);
        var aspects = new List<MethodAspect>
        {
            new("Corpus", Corpus(finished), [.. run.Place.References.Select(static work => MethodReferences.OfCorpus(work.Key))]),
            new("Prediction", Prediction(finished), []),
            new("Protocol", string.Join(' ', finished.Protocol), []),
            new("What training and test clips share", Leaks(finished), []),
            new("Features", Features(run, settings), MethodReferences.OfFeatures(options.Features)),
            new("Augmentation of recordings", settings.Section("augmentation"), []),
            new("Model", Model(finished, settings), MethodReferences.OfModel(options)),
            new("Training", Training(options, settings), MethodReferences.OfTraining(options)),
            new("Further settings", settings.Others(), []),
            new("Evaluation", $"Intervals: {run.IntervalMethod}.", MethodReferences.OfEvaluation(finished.Result)),
            new("Environment", Environment(run), ["bakeoff"]),
        };
        return [.. aspects.Where(static aspect => aspect.Text.Length > 0)];
    }

    private static string Names(PaperContent content, List<PaperRun> runs) =>
        string.Join(", ", content.Experiments.SelectMany(experiment =>
        {
            var mine = experiment.Runs.Where(runs.Contains).ToList();
            return mine.Count == experiment.Runs.Count ? [experiment.Name] : mine.Select(experiment.NameOf);
        }));

    private static string Corpus(FinishedExperiment finished)
    {
        var corpus = finished.Corpus;
        IReadOnlyList<DatasetDescription> parts = finished.Parts.Count > 0 ? finished.Parts : [finished.Dataset];
        var speakers = corpus.Speakers.Count == 0 ? "speakers not named" : Quantity.Of(corpus.Speakers.Count, "speaker");
        var texts = corpus.Texts == 0 ? "texts not named" : Quantity.Of(corpus.Texts, "text");
        var labels = string.Join(
            ", ",
            corpus.Labels
                .OrderBy(static label => label.Key, StringComparer.Ordinal)
                .Select(static label => $"{label.Key} ({label.Value})"));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join("; ", parts.Select(static part => part.Title))}: {Quantity.Of(corpus.Clips, "clip")}, {corpus.Seconds / 60:0.0} "
                + $"minutes, {speakers}, {texts}. Clips by label: {labels}.");
        var left = corpus.LeftOut.Count == 0 ? "" : $" Left out: {string.Join(", ", corpus.LeftOut)}.";
        var division = ProtocolText.Division(finished.Entries[StageNames.Index].Record.Content) is { } found
            ? $" Stretches of speech: {found}"
            : "";
        var synthetic = corpus.IsSynthetic ? " The corpus is synthetic: no person speaks in it, and nothing follows for speech." : "";
        return text + left + division + synthetic;
    }

    private static string Prediction(FinishedExperiment finished)
    {
        var labels = finished.Result is ClassificationResult classes ? string.Join(", ", classes.Confusion.Labels) : null;
        var numbers = finished.Result switch
        {
            RegressionResult regression => regression,
            ClassificationResult { Numbers: { } both } => both,
            _ => null,
        };
        var targets = numbers is null ? null : string.Join(", ", numbers.Targets.Select(static target => target.Name));
        return string.Join(
            ' ',
            new[]
            {
                labels is null ? null : $"Predicted labels: {labels}.",
                targets is null ? null : $"Predicted numbers: {targets}.",
            }.OfType<string>());
    }

    private static string Leaks(FinishedExperiment finished)
    {
        var leaks = ProtocolText.Leaks(finished.Leaks).Where(static leak => leak.IsPresent || leak.Unknown is not null).ToList();
        return leaks.Count == 0
            ? "No speakers, texts or recordings are on both sides."
            : string.Join(' ', leaks.Select(static leak =>
            {
                var unknown = leak.Unknown is null ? "" : $" ({leak.Unknown})";
                var name = char.ToUpperInvariant(leak.Name[0]) + leak.Name[1..].Replace('_', ' ');
                return leak.IsPresent
                    ? $"{name}: {leak.Amount}{unknown}, {(leak.IsAcknowledged ? "" : "not ")}acknowledged in the experiment. {leak.Explanation}"
                    : $"{name}: {leak.Amount}{unknown}.";
            }));
    }

    private static string Features(PaperRun run, RecordedSettings settings)
    {
        // Those of an ensemble are its members'.
        if (run.Finished.Experiment.Options.Ensemble is not null)
        {
            return "";
        }

        var network = ProtocolText.FeatureNetwork(run.Finished.Entries[StageNames.Featurize].Record.Content);
        var encoder = run.Finished.Experiment.Options.Features.Kind is EncoderKind kind
            ? $"Pretrained encoder: {NameOf(kind)}."
            : null;
        return string.Join(' ', new[] { settings.Section("features"), encoder, network }.OfType<string>());
    }

    // A path is a place on this machine.
    private static string NameOf(EncoderKind kind) =>
        EncoderFolders.IsHubName(kind.Model) ? kind.Model : Path.GetFileName(Path.TrimEndingDirectorySeparator(kind.Model));

    private static string Model(FinishedExperiment finished, RecordedSettings settings)
    {
        var models = finished.Folds.Select(finished.Model).ToList();
        if (models[0] is EnsembleModel ensemble)
        {
            return $"Ensemble of {string.Join(", ", ensemble.MemberNames)}, combined by {YamlName.Of(ensemble.Fusion.By)}; the settings of "
                + "the members are those of the experiments of these names.";
        }

        if (models[0] is NetworkModel network)
        {
            var mix = LayerMixText.Describe(finished.Training.Folder, finished.Experiment.Options.Model ?? []);
            return string.Join(' ', mix.Prepend(string.Create(
                CultureInfo.InvariantCulture,
                $"Layers: {settings.Items("model")}; then a dense output layer. {network.Saved.Network.ParameterCount:N0} trained "
                    + $"weights{(models.Count > 1 ? " in each fold" : "")}.")));
        }

        if (finished.Experiment.Options.Classifier is { Candidates.Count: 1 })
        {
            return $"Classifier: {settings.Items("classifier.candidates")}.";
        }

        var chosen = models.OfType<ClassifierModel>()
            .CountBy(static model => model.Selection.Classifier.ToYaml(), StringComparer.Ordinal)
            .Select(choice =>
                string.Create(CultureInfo.InvariantCulture, $"{choice.Key} in {choice.Value} of {Quantity.Of(models.Count, "fold")}"));
        return $"Candidates: {settings.Items("classifier.candidates")}. Chosen: {string.Join("; ", chosen)}.";
    }

    private static string Training(ExperimentOptions options, RecordedSettings settings)
    {
        var losses = (options.Heads ?? new Dictionary<string, HeadOptions>(StringComparer.Ordinal)).Select(static head =>
            $"{head.Key} {OptionKinds.NameOf(head.Value.LossOf(head.Key == PredictedColumns.Label).GetType())}");
        var heads = string.Join(", ", losses);
        return settings.Section("training") + (heads.Length == 0 ? "" : $" Losses: {heads}.");
    }

    private static string Environment(PaperRun run)
    {
        var finished = run.Finished;
        var machine = finished.Training.Record.MadeOn?.ToString() ?? "a machine that the record of the training does not name";
        var engine = ProtocolText.Engine(finished.Training.Record.Content.Parameters);
        var facts = run.Place.AddedKinds.Select(static fact => $"{fact.Name}: {fact.Value}.");
        return string.Join(' ', facts.Prepend($"Trained on {machine}.").Append(engine).OfType<string>());
    }
}
