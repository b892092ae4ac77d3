using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Comparing;

/// <summary>An experiment whose latest run ended early.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Full path of its results, where a page tells how far it came.</param>
/// <param name="Failure">What went wrong.</param>
/// <param name="HasResults">True if there are results of an earlier run.</param>
public sealed record FailedExperiment(string Name, string Folder, StageFailure Failure, bool HasResults)
{
    /// <summary>The failure in a sentence.</summary>
    public string Sentence =>
        $"{Name}: its latest run failed in {Failure.Stage}{(HasResults ? "; its figures are of an earlier run" : string.Empty)}. "
            + $"{Failure.Message}";
}
