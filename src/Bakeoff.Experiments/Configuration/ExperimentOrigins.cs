using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Places in the files of an experiment, for messages.</summary>
[OutsideFingerprint("points at lines for people; cannot change a result")]
public static class ExperimentOrigins
{
    /// <summary>The place where the value of a key was written; without one, that of the nearest key above it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="key">Dotted key, such as <c>features.n_mfcc</c>.</param>
    public static ValueOrigin OriginOf(this ResolvedExperiment experiment, string key)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return experiment.Tree.Deepest(key).Origin;
    }
}
