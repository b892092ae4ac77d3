using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The parameters of an experiment that have a part in its result, as a run lists them.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class RunParameters
{
    /// <summary>
    /// All parameters but those that are off (<c>null</c>, <c>[]</c>), those that another value makes meaningless, such as
    /// <c>split.folds</c> of a random split, and those of the pictures; and the version of ffmpeg, where it converted recordings.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ResolvedExperiment experiment, string? ffmpeg = null)
    {
        var unread = Unread(experiment.Options).ToHashSet(StringComparer.Ordinal);
        return experiment.Parameters
            .Where(p => p.Value is not ("null" or "[]") && !p.Key.StartsWith("explore.", StringComparison.Ordinal) && !unread.Contains(p.Key))
            .Select(static p => KeyValuePair.Create(p.Key, p.Value))
            .Concat(ffmpeg is null ? [] : [KeyValuePair.Create("dataset.convert.ffmpeg", ffmpeg)]);
    }

    private static IEnumerable<string> Unread(ExperimentOptions options) =>
        [
            .. Unread(options.Features).Select(static key => $"features.{key}"),
            .. Unread(options.Split).Select(static key => $"split.{key}"),
            .. (options.Training is { } training ? Unread(training) : []).Select(static key => $"training.{key}"),
        ];

    private static IEnumerable<string> Unread(FeatureOptions features)
    {
        if (features.Set is not null)
        {
            return [.. FeatureOptions.KeysThatSetsReplace, .. features.HasOneRow ? ["summary", "delta", "parts"] : new[] { "parts" }];
        }

        var needs = features.Kinds.Aggregate(FeatureNeeds.None, static (all, kind) => all | kind.Needs);
        return
        [
            .. (features.Kinds.Any(static kind => kind is MfccKind or CepstralContourKind) ? [] : new[] { "n_mfcc" }),
            .. (needs.HasFlag(FeatureNeeds.Mel) ? [] : new[] { "n_mels", "fmin_hz", "fmax_hz", "top_db" }),
            .. (needs.HasFlag(FeatureNeeds.Pitch) ? [] : new[] { "pitch_min_hz", "pitch_max_hz" }),
            .. (features.Kind.BringsFrames ? new[] { "n_fft", "hop_length", "win_length", "window", "center" } : []),
            .. (features.Kind.OwnRateHz is null ? [] : new[] { "sample_rate_hz" }),
            .. (features.Kind.ReadsSound ? [] : new[] { "sample_rate_hz", "offset_seconds", "duration_seconds", "trim_db" }),
            .. (features.Summary is FeatureSummary.MeanStd or FeatureSummary.Functionals or FeatureSummary.Dynamics ? [] : new[] { "parts" }),
        ];
    }

    private static IEnumerable<string> Unread(SplitOptions split) =>
        [
            .. (split.By == SplitRule.Random || split is { By: SplitRule.Speaker, TestSpeakers.Count: 0 } ? [] : new[] { "test" }),
            .. (split.By == SplitRule.Kfold ? [] : new[] { "folds", "group_by" }),
        ];

    private static IEnumerable<string> Unread(TrainingOptions training) =>
        [
            .. (training.Optimizer is SgdOptions ? [] : new[] { "momentum" }),
            .. (training.Optimizer.HasWeightDecay ? [] : new[] { "weight_decay" }),
            .. (training.Schedule.Kind is ConstantSchedule or CosineSchedule ? new[] { "schedule.every_epochs", "schedule.factor" } : []),
        ];
}
