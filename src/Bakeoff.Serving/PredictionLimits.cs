using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>Limits of the requests for predictions.</summary>
public record PredictionLimits : IValidatedOptions
{
    private const double MaxLimitSeconds = 86_400;
    private const int MaxLimitMegabytes = 1024;

    /// <summary>Largest body of a request in megabytes (10^6 bytes). Range 1 to 1024. Default 25.</summary>
    public int MaxMegabytes { get; init; } = 25;

    /// <summary>Longest recording in seconds. Range 1 to 86,400. Default 600.</summary>
    public double MaxSeconds { get; init; } = 600;

    /// <summary>Time limit of a request in seconds, its upload included. Range 1 to 86,400. Default 30.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>Number of concurrent predictions. Range 1 to 1024. Default: number of processors.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Number of waiting requests; further ones are rejected with 503. Range 0 to 100,000. Default 64.</summary>
    public int Queue { get; init; } = 64;

    /// <summary>
    /// Clips whose most probable label has a smaller probability are marked as rejected, unless a request asks otherwise. Range 0 to 1.
    /// Default null: none is.
    /// </summary>
    public double? RejectBelow { get; init; }

    internal long MaxBytes => MaxMegabytes * 1_000_000L;

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() =>
    [
        .. CheckRange("max-megabytes", MaxMegabytes, 1, MaxLimitMegabytes),
        .. CheckRange("max-seconds", MaxSeconds, 1, MaxLimitSeconds),
        .. CheckRange("timeout", TimeoutSeconds, 1, MaxLimitSeconds),
        .. CheckRange("concurrency", Concurrency, 1, 1024),
        .. CheckRange("queue", Queue, 0, 100_000),
        .. CheckRange("reject-below", RejectBelow ?? 0, 0, 1),
    ];

    private protected static IEnumerable<OptionProblem> CheckRange(string key, double value, double min, double max) =>
        value >= min && value <= max
            ? []
            : [new OptionProblem(key, string.Create(CultureInfo.InvariantCulture, $"is {value}, expected {min} to {max}."))];
}
