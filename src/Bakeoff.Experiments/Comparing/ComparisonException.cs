using Bakeoff.Options;

namespace Bakeoff.Experiments.Comparing;

/// <summary>An experiment has no results that can be compared.</summary>
public sealed class ComparisonException : BakeoffException
{
    /// <summary>Names the experiment, what is the matter with it, and the next step.</summary>
    /// <param name="experiment">Name of the experiment, as typed; empty when there is none at all.</param>
    /// <param name="message">The sentences for the user.</param>
    /// <param name="innerException">What was found while reading; null for none.</param>
    public ComparisonException(string experiment, string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException) => Experiment = experiment;

    /// <summary>Name of the experiment, as typed; empty when there is none at all.</summary>
    public string Experiment { get; }
}
