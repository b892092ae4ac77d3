using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>Address and limits of the server.</summary>
public sealed record ServerOptions : IValidatedOptions
{
    private const double MaxLimitSeconds = 86_400;
    private const int MaxLimitMegabytes = 1024;

    /// <summary>
    /// Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default 127.0.0.1, reachable from this machine only.
    /// </summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port, 0 for any free one. Default 5080.</summary>
    public int Port { get; init; } = 5080;

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

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        (string Key, double Value, double Min, double Max)[] ranges =
        [
            ("port", Port, 0, ushort.MaxValue),
            ("max-megabytes", MaxMegabytes, 1, MaxLimitMegabytes),
            ("max-seconds", MaxSeconds, 1, MaxLimitSeconds),
            ("timeout", TimeoutSeconds, 1, MaxLimitSeconds),
            ("concurrency", Concurrency, 1, 1024),
            ("queue", Queue, 0, 100_000),
        ];
        return ranges.Where(r => !(r.Value >= r.Min && r.Value <= r.Max))
            .Select(r => new OptionProblem(
                r.Key, string.Create(CultureInfo.InvariantCulture, $"is {r.Value}, expected {r.Min} to {r.Max}.")));
    }
}
