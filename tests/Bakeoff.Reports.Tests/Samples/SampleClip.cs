using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>Clips made of triangle waves: their pictures are the same on every machine, because only exact operations make them.</summary>
internal static class SampleClip
{
    public const int SampleRateHz = 8000;

    public static ClipPicture Create(string label, int variant)
    {
        var samples = Samples(12000 + (variant * 800), 150 + (variant * 20));
        return new ClipPicture(
            label, variant % 2 == 0 ? "OAF" : "YAF", new ClipAudio($"{label}.wav", label, samples, SampleRateHz),
            Map(label, 120 + (variant * 8), 65, variant, Enumerable.Range(0, 65).Select(i => i * 62.5).ToList()),
            Map(label, 120 + (variant * 8), 40, variant, Mel(40)),
            Map(label, 120 + (variant * 8), 20, variant, null) with { BandAxisTitle = "Coefficient", ValueTitle = "value" });
    }

    public static float[] Samples(int count, int frequencyHz)
    {
        var samples = new float[count];
        for (var i = 0; i < count; i++)
        {
            var phase = i * frequencyHz % SampleRateHz / (float)SampleRateHz;
            var syllable = Triangle(i % 3000 / 3000f);
            samples[i] = ((2 * Triangle(phase)) - 1) * syllable * 0.7f;
        }

        return samples;
    }

    public static TimeFrequencyMap Map(string label, int frames, int bands, int variant, IReadOnlyList<double>? centres)
    {
        var values = new float[frames * bands];
        for (var frame = 0; frame < frames; frame++)
        {
            var syllable = Triangle(frame % 45 / 45f);
            for (var band = 0; band < bands; band++)
            {
                var harmonic = Triangle(band * (5 + variant) % 32 / 32f);
                values[(frame * bands) + band] =
                    -80
                    + (60 * syllable * harmonic * (1 - (band / (1.4f * bands))))
                    + (12 * Triangle(((band * 7) + (frame * 3)) % 17 / 17f));
            }
        }

        return new TimeFrequencyMap($"{label}.wav", label, values, frames, bands, 0.0125, BandCentres: centres);
    }

    private static List<double> Mel(int bands)
    {
        var centres = new List<double> { 40 };
        for (var i = 1; i < bands; i++)
        {
            centres.Add(centres[^1] < 1000 ? centres[^1] + 80 : centres[^1] * 1.055);
        }

        return centres;
    }

    private static float Triangle(float phase) => phase < 0.5f ? 2 * phase : 2 - (2 * phase);
}
