using Bakeoff.Experiments.Configuration;
using Bakeoff.Mlflow;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Tags of an MLflow experiment: the note above its list of runs, and the metric whose chart comes first.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class ExperimentNote
{
    /// <summary>Tags of the experiment.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Tags(ResolvedExperiment experiment)
    {
        var metric = MetricKeys.Of(experiment.Options.Tracking.Metric);
        var tags = new List<KeyValuePair<string, string>> { new(MlflowTags.PrimaryMetric, metric) };
        if (experiment.Options.Question.Length > 0)
        {
            tags.Add(new(MlflowTags.Note, experiment.Options.Question));
        }

        return tags;
    }
}
