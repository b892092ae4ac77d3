namespace Bakeoff.Neural.Engines;

/// <summary>The engine of an experiment, ready to train.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Device">Device to train on: <c>cpu</c> or <c>cuda:N</c>.</param>
/// <param name="Parameters">Parameters that the engine adds to the fingerprint of a training;
/// empty for the managed one, whose own code is part of it.</param>
public sealed record ChosenEngine(ITrainingEngine Engine, string Device, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Key of the engine's name among the parameters of a training.</summary>
    public const string NameKey = "engine.name";

    /// <summary>Key of the engine's version.</summary>
    public const string VersionKey = "engine.version";

    /// <summary>Key of the device computed on.</summary>
    public const string DeviceKey = "engine.device";

    /// <summary>Key of the SHA-256 of the engine's assembly.</summary>
    public const string CodeKey = "engine.code";
}
