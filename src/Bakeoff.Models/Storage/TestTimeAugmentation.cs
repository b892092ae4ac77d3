using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Options.Files;

namespace Bakeoff.Models.Storage;

/// <summary>Altered copies of a recording whose predictions are averaged with its own.</summary>
/// <remarks>Determinism: copies follow from the seed and the samples of the recording, so that they are those of its training.</remarks>
public sealed record TestTimeAugmentation
{
    /// <summary>Limits of the changes, and the number of copies, <see cref="WaveformAugmentationOptions.TestTime"/>.</summary>
    [JsonPropertyName("augmentation")]
    public required WaveformAugmentationOptions Augmentation { get; init; }

    /// <summary>Seed that copies are drawn from.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Number of copies.</summary>
    [JsonIgnore]
    public int Copies => Augmentation.TestTime ?? 0;

    /// <summary>The altered copies of a recording.</summary>
    /// <param name="mono">Mean of its channels.</param>
    /// <param name="samples">Its samples, interleaved: copies are drawn by these.</param>
    /// <param name="sampleRateHz">Their rate in hertz.</param>
    /// <exception cref="Audio.Features.UnusableSignalException">The rate is too low for the changes.</exception>
    public IReadOnlyList<float[]> CopiesOf(ReadOnlySpan<float> mono, ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var augmenter = new WaveformAugmenter(Augmentation);
        var digest = ContentDigest.OfBytes(MemoryMarshal.AsBytes(samples));
        var copies = new float[Copies][];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = augmenter.Apply(mono, sampleRateHz, i + 1, WaveformAugmenter.StreamOf(Seed, digest, i + 1));
        }

        return copies;
    }

    /// <summary>Takes the settings of an experiment.</summary>
    /// <param name="augmentation">Its altered copies; null for none.</param>
    /// <param name="seed">Its seed.</param>
    /// <returns>Null where predictions are of recordings alone.</returns>
    public static TestTimeAugmentation? Of(WaveformAugmentationOptions? augmentation, ulong seed) =>
        augmentation is { TestTime: not null } ? new TestTimeAugmentation { Augmentation = augmentation, Seed = seed } : null;
}
