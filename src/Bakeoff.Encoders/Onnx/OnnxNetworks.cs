using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders.Onnx;

/// <summary>Loaded ONNX files, each once for all threads; an engine outside this library loads them.</summary>
public static class OnnxNetworks
{
    private static readonly Dictionary<(string Path, DateTime Written, OnnxKind Kind), OnnxNetwork> Loaded = [];
    private static readonly Lock Gate = new();
    private static Func<string, IModelSession>? opener;

    /// <summary>Names what loads files from now on.</summary>
    /// <param name="open">Loads the file at a path; a session may run in several threads at once.</param>
    public static void OpenBy(Func<string, IModelSession> open) => opener = open;

    /// <summary>The network that a kind names; it stays loaded.</summary>
    /// <exception cref="EncoderFormatException">There is no such file, it has another digest, or it does not go from sound to
    /// features.</exception>
    /// <exception cref="EngineException">The engine is missing, or the file is none of its own.</exception>
    internal static OnnxNetwork Get(OnnxKind kind)
    {
        var path = EncoderFolders.FindFile(kind.Model);
        var key = (path, File.GetLastWriteTimeUtc(path), kind);
        lock (Gate)
        {
            if (!Loaded.TryGetValue(key, out var network))
            {
                Loaded[key] = network = Load(path, kind);
            }

            return network;
        }
    }

    private static OnnxNetwork Load(string path, OnnxKind kind)
    {
        if (kind.Digest is { } digest && ContentDigest.OfFile(path) is var found && found != digest)
        {
            throw new EncoderFormatException(path, new ErrorDetails("the file has digest {value}")
            {
                Value = found,
                Rule = digest,
                NextStep = "Put the file there that was used for training.",
            });
        }

        var open = opener ?? throw new InvalidOperationException($"Nothing loads ONNX files: {nameof(OpenBy)} was not called.");
        return new OnnxNetwork(open(path), path, kind);
    }
}
