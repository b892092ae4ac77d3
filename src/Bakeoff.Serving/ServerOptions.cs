using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>Address and limits of the server.</summary>
public sealed record ServerOptions : PredictionLimits
{
    /// <summary>
    /// Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default 127.0.0.1, reachable from this machine only.
    /// </summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port, 0 for any free one. Default 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => [.. CheckRange("port", Port, 0, ushort.MaxValue), .. base.Validate()];
}
