using System.Text.Json.Serialization;
using Bakeoff.Neural.Engines;

namespace Bakeoff.Experiments.Train;

/// <summary>An engine that is not compiled into this program, as a fingerprint knows it.</summary>
public sealed record EngineIdentity
{
    /// <summary>Name, such as torchsharp.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Version of the engine.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Device that it computes on.</summary>
    [JsonPropertyName("device")]
    public required string Device { get; init; }

    /// <summary>SHA-256 of its assembly.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>The identity of a chosen engine; null for the managed one, whose code is fingerprinted itself.</summary>
    internal static EngineIdentity? Of(ChosenEngine engine) => engine.Parameters.Count == 0 ? null : new EngineIdentity
    {
        Name = engine.Parameters[ChosenEngine.NameKey],
        Version = engine.Parameters[ChosenEngine.VersionKey],
        Device = engine.Parameters[ChosenEngine.DeviceKey],
        Code = engine.Parameters[ChosenEngine.CodeKey],
    };
}
