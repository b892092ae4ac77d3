using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>What a bootstrap draws.</summary>
public enum BootstrapUnit
{
    /// <summary>Single clips: too narrow where clips of a speaker resemble each other, but all that few speakers allow.</summary>
    Clip,

    /// <summary>All clips of a speaker together.</summary>
    Speaker,
}
