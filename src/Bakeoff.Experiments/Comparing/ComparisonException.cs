using Bakeoff.Options;

namespace Bakeoff.Experiments.Comparing;

/// <summary>An experiment has no results that can be compared.</summary>
public sealed class ComparisonException : BakeoffException
{
    /// <summary>Names the experiment, what is the matter with it, and the next step.</summary>
    /// <param name="experiment">Name of the experiment, as typed; empty when there is none at all.</param>
    /// <param name="details">Parts of the message.</param>
    /// <param name="innerException">What was found while reading; null for none.</param>
    public ComparisonException(string experiment, ErrorDetails details, Exception? innerException = null)
        : base(details, innerException) => Experiment = experiment;

    /// <summary>Name of the experiment, as typed; empty when there is none at all.</summary>
    public string Experiment { get; }
}
