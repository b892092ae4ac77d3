using Bakeoff.Neural.Engines;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Speech;

/// <summary>A network that hears speech, as an index counts it: its content and the engine that runs it.</summary>
/// <param name="Path">As the description names it.</param>
/// <param name="Content">Identity of the file's content.</param>
/// <param name="Engine">Parameters of the engine: name, version, and SHA-256 of its assembly.</param>
/// <param name="Open">Loads it.</param>
public sealed record SpeechModel(
    string Path, ExternalInput Content, IReadOnlyDictionary<string, string> Engine, Func<IModelSession> Open);
