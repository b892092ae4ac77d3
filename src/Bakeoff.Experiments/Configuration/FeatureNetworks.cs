using Bakeoff.Audio.Features;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Experiments.Projects;
using Bakeoff.Neural.Engines;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Configuration;

/// <summary>The network that <c>features:</c> names, identified by its content: its place does not decide.</summary>
[OutsideFingerprint("finds files before stages are built; Featurize counts their content and the engine")]
internal static class FeatureNetworks
{
    private const string Awaited = "not fetched";

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>Ends a run before its first stage where features are made by an encoder that is not fetched yet.</summary>
    /// <exception cref="Bakeoff.Encoders.Storage.EncoderFormatException">It is not.</exception>
    public static void Require(FeatureOptions features)
    {
        if (features.Kind is EncoderKind { IsAwaited: true } kind)
        {
            _ = EncoderFolders.Find(kind.Model);
        }
    }

    /// <summary>Finds the folder or file of features that were checked; none where they are of another kind.</summary>
    /// <exception cref="Bakeoff.Encoders.Storage.EncoderFormatException">There is no such file, or the folder has no weights.</exception>
    public static IReadOnlyList<ExternalInput> Of(FeatureOptions features, FileDigestCache digests) => features.Kind switch
    {
        // No result has this digest, so what is done without the encoder can be, and Featurize always is to be run.
        EncoderKind { IsAwaited: true } kind => [new(kind.Model, Awaited, None)],
        EncoderKind kind => [new(kind.Model, SpeechEncoder.DigestOf(EncoderFolders.Find(kind.Model), digests.DigestOf), None)],
        OnnxKind kind => [new(kind.Model, digests.DigestOf(EncoderFolders.FindFile(kind.Model)), None)],
        _ => [],
    };

    /// <summary>Parameters of the engine that runs the network; none where Bakeoff computes it.</summary>
    /// <exception cref="EngineException">The engine is not installed or damaged.</exception>
    public static IReadOnlyDictionary<string, string> EngineOf(FeatureOptions features, Workspace workspace) =>
        features.Kind is OnnxKind ? new EngineCatalogue(workspace.EnginesFolder).LoadForOnnx().Parameters : None;
}
