using System.Globalization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Train;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Explains in plain words how an experiment was evaluated and how leaks may have raised its metrics.</summary>
internal static class ProtocolText
{
    /// <summary>The protocol, a paragraph each.</summary>
    public static IReadOnlyList<string> Describe(IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds, ExperimentOptions options) =>
        [
            SplitSentence(options.Split, folds),
            .. options.Bins is { } bins ? [BinSentence(bins, BinnedLabels.Read(clips, bins, folds), folds)] : Array.Empty<string>(),
            .. options.WeightBy is { } weight ? [$"A clip counts in the training in proportion to its {weight}."] : Array.Empty<string>(),
            .. options.Split.StratifyBy.Count == 0
                ? Array.Empty<string>()
                : [$"The sides keep the shares of {string.Join(" and ", options.Split.StratifyBy)} beside those of the labels."],
            Sizes(folds),
            .. options.Split.TrainClips is { } drawn
                ?
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Of the clips that a fold could train on, {drawn} are drawn; the others are on no side."),
                ]
                : Array.Empty<string>(),
            .. options.Ensemble is null
                ? [NormalizationSentence(options)]
                : Array.Empty<string>(),
            .. options.Augmentation is { } augmentation
                ?
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Each training clip is also trained on in {augmentation.Copies} altered "
                            + $"{(augmentation.Copies == 1 ? "copy" : "copies")} ({Changes(augmentation)}); {TestTimeClause(augmentation)}."),
                ]
                : Array.Empty<string>(),
            options.Ensemble is { } ensemble ? EnsembleSentence(ensemble)
            : options.Classifier is null
                ? "Early stopping looks at the validation partition only; the test partition is looked at once, at the end."
            : options.Split.ChooseOn.Count > 0
                ? "The classifier was trained on the training side (train and validation partition together) and chosen by other corpora, "
                    + $"which are neither trained nor tested on: {string.Join(", ", options.Split.ChooseOn)}"
                    + $"{RuleClause(options.Classifier)}. The test partition is looked at once, at the end."
                : "The classifier was chosen on folds within the training side (train and validation partition together), each with a "
                    + $"normalisation of its own{RuleClause(options.Classifier)}; the test partition is looked at once, at the end.",
        ];

    private static string TestTimeClause(WaveformAugmentationOptions augmentation) => augmentation.TestTime is not { } copies
        ? "clips that are validated or tested on are never altered"
        : "clips that are validated on are never altered, and the prediction for a test clip is the mean over the recording and "
            + string.Create(CultureInfo.InvariantCulture, $"{copies} such {(copies == 1 ? "copy" : "copies")} of it (test-time augmentation)");

    private static string RuleClause(ClassifierChoiceOptions choice) => choice is { Choose: CandidateRule.Simplest, Candidates.Count: > 1 }
        ? ", as the first candidate that these cannot tell from the best by one standard error"
        : "";

    private static string EnsembleSentence(EnsembleOptions ensemble)
    {
        var rule = ensemble.By switch
        {
            FusionRule.LogitMean => "the mean of log-probabilities",
            FusionRule.Stacking => "logistic regression over log-probabilities, fitted on training clips that every member held out",
            _ => "the mean",
        };
        return $"Predictions of {string.Join(", ", ensemble.Of)} are combined by {rule}. Each was trained by its own file, with the "
            + "same clips on the test side; no test clip trained a member or a weight.";
    }

    private static string BinSentence(BinnedNumberOptions options, BinnedLabels bins, IReadOnlyList<SplitFold> folds)
    {
        const int Most = 12;
        var ranges = $"The label is the range of {options.Column}: {string.Join(", ", options.Names)}";
        if (bins.AreStated)
        {
            return $"{ranges}, with stated edges: {string.Join(", ", bins.EdgesOf(folds[0]).Select(ColumnValues.TextOfNumber))}.";
        }

        var edges = folds.Take(Most).Select(fold =>
            $"{(folds.Count == 1 ? "" : fold.Name + " ")}{string.Join(", ", bins.EdgesOf(fold).Select(ColumnValues.TextOfNumber))}");
        return $"{ranges}, with edges between equally many clips of the train partition, no other: "
            + $"{string.Join("; ", edges)}{(folds.Count > Most ? "; ..." : "")}.";
    }

    private static string Changes(WaveformAugmentationOptions augmentation) =>
        string.Join(
            ", ",
            ((string?[])[
                "pitch",
                "formants",
                "tempo",
                augmentation.Reverb is null ? null : "reverb",
                augmentation.Echo is null ? null : "echo",
                augmentation.BandPass is null ? null : "frequency band",
                "level",
            ]).OfType<string>());

    /// <summary>A note on the metrics of an engine other than the managed one; null for the managed one.</summary>
    /// <param name="training">Parameters in the fingerprint of the training.</param>
    public static string? Engine(IReadOnlyDictionary<string, string> training) =>
        training.TryGetValue(ChosenEngine.NameKey, out var name)
            ? $"Trained by the engine {name}, version {training[ChosenEngine.VersionKey]}, on {training[ChosenEngine.DeviceKey]}. Bits "
                + $"may differ from run to run and from machine to machine, and the figures with them: trained again, this experiment "
                + $"gives like figures, not the same ones. The managed engine gives the same."
            : null;

    /// <summary>The network that divided the recordings; null where none did.</summary>
    /// <param name="index">What decided the index.</param>
    public static string? Division(FingerprintContent index) =>
        index.Parameters.TryGetValue(ChosenEngine.NameKey, out var name)
            ? $"Found by Silero's network (SHA-256 {string.Join(", ", Networks(index).Distinct(StringComparer.Ordinal))}), run by "
                + $"{name}, version {index.Parameters[ChosenEngine.VersionKey]}. Equal bounds on other machines are that library's "
                + $"promise, not Bakeoff's."
            : null;

    /// <summary>The network that an engine ran for features; null where Bakeoff computed them.</summary>
    /// <param name="features">What decided the features.</param>
    public static string? FeatureNetwork(FingerprintContent features) =>
        features.Parameters.TryGetValue(ChosenEngine.NameKey, out var name)
            ? $"Features are the output of an ONNX file (SHA-256 {features.Inputs[FingerprintContent.SourceKey(0)]}), run by {name}, "
                + $"version {features.Parameters[ChosenEngine.VersionKey]}. Equal features on other machines are that library's promise, "
                + $"not Bakeoff's: there, figures may differ a little."
            : null;

    // The networks are the first sources of an index, one for each corpus that is divided by one.
    private static IEnumerable<string> Networks(FingerprintContent index) => Enumerable
        .Range(0, index.Parameters.Count(static p => p.Key.EndsWith("segment.by", StringComparison.Ordinal) && p.Value == "silero"))
        .Select(i => index.Inputs[FingerprintContent.SourceKey(i)]);

    /// <summary>Findings of the leakage audit, kind by kind.</summary>
    public static IReadOnlyList<LeakNote> Leaks(LeakageAudit audit) =>
        [
            .. audit.Findings.Select(static leak => new LeakNote(
                YamlName.Of(leak.Kind), leak.Meaning, leak.State == LeakState.Found, leak.IsAcknowledged, leak.Amount, leak.Unknown)),
        ];

    private static string NormalizationSentence(ExperimentOptions options)
    {
        var isRobust = options.Classifier is { Scaling: FeatureScaling.Robust };
        var limit = string.Create(CultureInfo.InvariantCulture, $"; what is then beyond {StandardScaler.RobustLimit} is set to it");
        var robustly = $"by median and interquartile range of the training side{limit}.";
        return options.Normalization switch
        {
            FeatureNormalization.None => "Features are used as they are.",
            FeatureNormalization.Speaker =>
                "Transductive: features are shifted and scaled to mean 0 and standard deviation 1 by all clips of the clip's own speaker, those "
                    + $"of the test speakers included, labels unseen{(isRobust ? $", and then {robustly}" : ".")} Figures are not "
                    + "comparable with those of systems that meet each test clip alone.",
            FeatureNormalization.Clip =>
                "Frames are shifted and scaled to mean 0 and standard deviation 1 by the clip itself, and what that gives "
                    + (isRobust ? robustly : "by the training side only."),
            _ => $"Features are shifted and scaled {(isRobust ? robustly : "to mean 0 and standard deviation 1 by the training side only.")}",
        };
    }

    private static string SplitSentence(SplitOptions split, IReadOnlyList<SplitFold> folds) =>
        split.By switch
        {
            SplitRule.Random =>
                "Clips were dealt at random, class by class: voices and words of the test clips were heard in training unless the "
                    + "corpus has none in common. Such figures measure how well known voices are told apart, not how well strangers are.",
            SplitRule.Speaker => "Whole speakers were held out: no test voice was heard in training.",
            SplitRule.LeaveOneSpeakerOut => string.Create(
                CultureInfo.InvariantCulture,
                $"Leave one speaker out: {folds.Count} trainings, each tested on the one speaker that it never heard. Figures pool all "
                    + $"folds; the folds are also listed one by one."),
            SplitRule.Kfold => string.Create(
                CultureInfo.InvariantCulture,
                $"Cross-validation with {folds.Count} folds, grouped by {split.GroupBy.Replace('_', ' ')}. Figures pool all folds."),
            SplitRule.Corpus => CorpusSentence(split, folds.Count),
            SplitRule.Folds => string.Create(
                CultureInfo.InvariantCulture,
                $"The corpus states the sides of {Quantity.Of(folds.Count, "fold")} ({string.Join(", ", split.Columns)}); figures pool them. "
                    + $"Where it states no clips for validation, they were taken from the training side."),
            _ => "The experiment states which clips are trained and tested on.",
        };

    private static string CorpusSentence(SplitOptions split, int folds)
    {
        var (tested, trained) = (string.Join(", ", split.TestCorpora), string.Join(", ", split.TrainCorpora));
        return split.TestCorpora.Intersect(split.TrainCorpora, StringComparer.Ordinal).Any()
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Tested on {tested}, trained on {trained}, by speaker: {folds} trainings, each tested on speakers that it never heard. "
                    + $"Figures pool all folds; labels are mapped to common ones.")
            : $"Across corpora: tested on {tested}, of which nothing was heard in training; trained on "
                + $"{(trained.Length == 0 ? "the other corpora of the dataset" : trained)}, with labels mapped to common ones.";
    }

    private static string Sizes(IReadOnlyList<SplitFold> folds)
    {
        const int Most = 12;
        if (folds.Count > Most)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"In each of {folds.Count} folds, {Range(Partition.Train)} clips to train, {Range(Partition.Validation)} to validate, "
                    + $"{Range(Partition.Test)} to test.");
        }

        return string.Join(
            " ",
            folds.Select(fold =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(folds.Count == 1 ? string.Empty : $"Fold {fold.Name}: ")}{fold.IndicesOf(Partition.Train).Length} clips to "
                        + $"train, {fold.IndicesOf(Partition.Validation).Length} to validate, {fold.IndicesOf(Partition.Test).Length} "
                        + $"to test.")));

        string Range(Partition side)
        {
            var sizes = folds.Select(fold => fold.IndicesOf(side).Length).ToList();
            var (least, most) = (sizes.Min(), sizes.Max());
            return least == most
                ? least.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        }
    }
}
