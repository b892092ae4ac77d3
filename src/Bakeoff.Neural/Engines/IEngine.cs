namespace Bakeoff.Neural.Engines;

/// <summary>An engine: it trains (<see cref="ITrainingEngine"/>) or runs networks that others have trained
/// (<see cref="IModelEngine"/>).</summary>
/// <remarks>A plug-in has one public type that implements one of the two, with a constructor without parameters; see
/// docs/engines.md.</remarks>
public interface IEngine
{
    /// <summary>Name in the YAML and of its folder: lower-case letters and digits.</summary>
    string Name { get; }

    /// <summary>Version of the engine and of the library behind it, such as <c>0.1.0 (TorchSharp
    /// 0.107.0)</c>; part of the fingerprint of what it computes.</summary>
    string Version { get; }
}
