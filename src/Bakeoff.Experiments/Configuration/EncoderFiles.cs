using Bakeoff.Audio.Features;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Features;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Configuration;

/// <summary>The folder of the encoder that <c>features:</c> names, identified by its content: its place does not decide.</summary>
internal static class EncoderFiles
{
    /// <summary>Finds the folder of features that were checked; none where they are of another kind.</summary>
    /// <exception cref="Bakeoff.Encoders.Storage.EncoderFormatException">The folder has no weights.</exception>
    public static IReadOnlyList<ExternalInput> Of(FeatureOptions features, FileDigestCache digests) =>
        features.Kind is EncoderKind kind
            ?
            [
                new ExternalInput(
                    kind.Model,
                    SpeechEncoder.DigestOf(EncoderFolders.Find(kind.Model), digests.DigestOf),
                    new Dictionary<string, string>(StringComparer.Ordinal)),
            ]
            : [];
}
