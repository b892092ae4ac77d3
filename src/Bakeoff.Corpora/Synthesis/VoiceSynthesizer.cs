using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>Speaks one word in one style: glottal source and noise, spectral tilt, five formants in cascade.</summary>
/// <remarks>
/// Determinism: float64 with fixed operations and <see cref="DeterministicMath"/>; equal arguments give equal bits on every machine.
/// </remarks>
internal sealed class VoiceSynthesizer(int sampleRateHz)
{
    private const double FrameSeconds = 0.005;
    private const double NeutralLevel = 0.06;
    private const double HighestPeak = 0.97;
    private static readonly double[] BandwidthsHz = [70, 90, 130, 250, 300];

    /// <summary>Renders one take.</summary>
    /// <param name="voice">Speaker.</param>
    /// <param name="word">Word.</param>
    /// <param name="style">Style of this take.</param>
    /// <param name="variability">Scale of the variation of durations, formants and background noise; 1 is usual.</param>
    /// <param name="random">Stream of this take.</param>
    /// <returns>Mono samples within full scale.</returns>
    public float[] Speak(SyntheticVoice voice, SyntheticWord word, EmotionStyle style, double variability, SeededRandom random)
    {
        var segments = SpeechSegment.Utterance(word);
        var tempo = DeterministicMath.Pow(2.0, style.TempoLog2 + voice.TempoLog2);
        var tract = voice.TractScale * (1 + (0.015 * variability * random.NextGaussian()));
        for (var i = 0; i < segments.Length; i++)
        {
            var stretch = Math.Clamp(1 + (0.08 * variability * random.NextGaussian()), 0.6, 1.6);
            segments[i] = segments[i] with { Seconds = segments[i].Seconds * 1.35 * stretch / tempo };
        }

        var pitch = new PitchContour(voice, style, segments);
        var samples = Render(segments, pitch, style.BrightnessDb + voice.BrightnessDb, style, tract, random);
        return Level(samples, style.LoudnessDb, variability, random);
    }

    private double[] Render(
        SpeechSegment[] segments, PitchContour pitch, double brightnessDb, EmotionStyle style, double tract, SeededRandom random)
    {
        var frame = (int)(FrameSeconds * sampleRateHz);
        var samples = new double[(int)(segments.Sum(static segment => segment.Seconds) * sampleRateHz) / frame * frame];
        var source = new GlottalSource(random.Stream("source"));
        var noise = random.Stream("aspiration");
        var formants = new FormantFilter[BandwidthsHz.Length];
        // One pole against one zero: unit gain at zero frequency, the wanted gain far above the corner.
        var tilt = DeterministicMath.Pow(10.0, (brightnessDb - 6) / 20);
        var corner = 1 - DeterministicMath.Exp(-2 * Math.PI * 900 / sampleRateHz);
        var (low, track) = (0.0, new SegmentTrack(segments));
        for (var start = 0; start < samples.Length; start += frame)
        {
            var seconds = start / (double)sampleRateHz;
            var target = track.At(seconds);
            Tune(formants, target, tract);
            var pitchHz = pitch.At(seconds);
            for (var n = start; n < start + frame; n++)
            {
                var x = (target.Voicing * source.Next(pitchHz, style.Jitter, style.Breath, sampleRateHz))
                    + (target.Aspiration * 0.5 * ((2 * noise.NextDouble()) - 1));
                low += corner * (x - low);
                x = low + (tilt * (x - low));
                for (var k = 0; k < formants.Length; k++)
                {
                    x = formants[k].Next(x);
                }

                samples[n] = x;
            }
        }

        return samples;
    }

    private void Tune(FormantFilter[] formants, SpeechSegment target, double tract)
    {
        ReadOnlySpan<double> frequenciesHz = [target.F1Hz, target.F2Hz, target.F3Hz, 3500, 4500];
        var highest = 0.47 * sampleRateHz;
        for (var k = 0; k < formants.Length; k++)
        {
            formants[k].Tune(Math.Min(highest, frequenciesHz[k] * tract), BandwidthsHz[k], sampleRateHz);
        }
    }

    private static float[] Level(double[] samples, double loudnessDb, double variability, SeededRandom random)
    {
        var (energy, peak) = (0.0, 1e-9);
        foreach (var sample in samples)
        {
            energy += sample * sample;
            peak = Math.Max(peak, Math.Abs(sample));
        }

        var rms = Math.Sqrt(energy / samples.Length);
        var gain = NeutralLevel * DeterministicMath.Pow(10.0, loudnessDb / 20) / Math.Max(rms, 1e-9);
        gain = Math.Min(gain, HighestPeak / peak);
        var room = random.Stream("room");
        var floor = 0.0005 * DeterministicMath.Pow(10.0, 6 * variability * room.NextGaussian() / 20);
        return Array.ConvertAll(samples, sample => (float)Math.Clamp((gain * sample) + (floor * ((2 * room.NextDouble()) - 1)), -1, 1));
    }
}
