namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Our side of a comparison, prepared once and timed a round at a time.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>Does one round and returns what one unit of work took, in seconds.</summary>
    double SecondsPerUnit();
}
