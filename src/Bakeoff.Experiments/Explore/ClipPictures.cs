using System.Numerics;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explore;

/// <summary>Measures what the pictures of a clip show: waveform, spectrogram, log-mel spectrogram, MFCC and pitch.</summary>
/// <remarks>Frames last about 50 ms at any sample rate and overlap by three quarters.</remarks>
internal static class ClipPictures
{
    private const double FrameSeconds = 0.04;
    private const int MelBandCount = 64;
    private const int MfccCount = 20;
    private const double LowestPitchHz = 65;
    private const double HighestPitchHz = 700;

    /// <summary>
    /// More columns than any picture has pixels; longer clips are averaged into so many, so that an hour takes no more memory than half a
    /// minute.
    /// </summary>
    private const int MostColumns = 4096;

    /// <summary>Level that stands for silence, in dB relative to a full-scale sine.</summary>
    private const float SilenceDb = -140f;

    /// <summary>Decodes a recording to mono.</summary>
    /// <param name="recording">The recording at its start; its name is that of messages and pictures.</param>
    /// <param name="label">Label; null when unknown.</param>
    /// <exception cref="AudioFormatException">The samples are damaged.</exception>
    public static ClipAudio Read(AudioReader recording, string? label)
    {
        var signal = recording.ReadToEnd();
        return new ClipAudio(Path.GetFileName(recording.Name), label, signal.ToMono(), signal.SampleRateHz);
    }

    /// <summary>Power over time and frequency in dB relative to a full-scale sine.</summary>
    public static TimeFrequencyMap Spectrogram(ClipAudio clip)
    {
        var (fftLength, hopLength) = Frames(clip.SampleRateHz);
        var (power, columns, framesPerColumn) = Power(clip.Samples.Span, fftLength, hopLength);
        // Under a Hann window, a sine of amplitude 1 peaks at a quarter of the FFT length.
        var fullScale = fftLength / 4f * (fftLength / 4f);
        var decibels = Array.ConvertAll(power, value =>
            Math.Max(SilenceDb, 10f * DeterministicMath.Log10(Math.Max(value / fullScale, 1e-14f))));
        var centres = Enumerable.Range(0, (fftLength / 2) + 1).Select(bin => (double)bin * clip.SampleRateHz / fftLength).ToList();
        return new TimeFrequencyMap(
            clip.Name,
            clip.Label,
            decibels,
            columns,
            centres.Count,
            (double)hopLength * framesPerColumn / clip.SampleRateHz,
            BandCentres: centres,
            ValueTitle: "dBFS");
    }

    /// <summary>Log-mel spectrogram in dB.</summary>
    /// <exception cref="UnusableSignalException">The clip has no samples or too low a rate.</exception>
    public static TimeFrequencyMap LogMel(ClipAudio clip) =>
        Features(clip, new LogMelKind(), "Frequency (Hz, mel scale)", ClipSummary.BandCentresHz(clip.SampleRateHz, MelBandCount), "dB");

    /// <summary>Mel-frequency cepstral coefficients.</summary>
    /// <exception cref="UnusableSignalException">The clip has no samples or too low a rate.</exception>
    public static TimeFrequencyMap Mfcc(ClipAudio clip) => Features(clip, new MfccKind(), "Coefficient", bandCentres: null, "MFCC");

    /// <summary>Pitch over time; no frame at all where the sample rate is too low to hold any pitch looked for.</summary>
    public static PitchContour Pitch(ClipAudio clip)
    {
        var hop = Math.Max(Frames(clip.SampleRateHz).HopLength, (clip.Samples.Length / MostColumns) + 1);
        var highest = Math.Min(HighestPitchHz, clip.SampleRateHz / 4.0);
        IReadOnlyList<double> track =
            highest < 2 * LowestPitchHz
                ? []
                :
                [
                    .. new PitchTracker(clip.SampleRateHz, LowestPitchHz, highest)
                        .Track(clip.Samples.Span, hop)
                        .FrequencyHz.Select(hertz => (double)hertz),
                ];
        return new PitchContour(clip.Label ?? clip.Name, clip.Name, (double)hop / clip.SampleRateHz, track);
    }

    /// <summary>The samples, followed by silence up to a least length: even a click can be looked at.</summary>
    internal static ReadOnlySpan<float> Padded(ReadOnlySpan<float> samples, int leastLength)
    {
        if (samples.Length >= leastLength)
        {
            return samples;
        }

        var padded = new float[leastLength];
        samples.CopyTo(padded);
        return padded;
    }

    private static (int FftLength, int HopLength) Frames(int sampleRateHz)
    {
        var fftLength = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(sampleRateHz * FrameSeconds, 64, 32_768));
        return (fftLength, fftLength / 4);
    }

    private static TimeFrequencyMap Features(
        ClipAudio clip,
        FeatureKind kind,
        string bandTitle,
        IReadOnlyList<double>? bandCentres,
        string valueTitle)
    {
        var (fftLength, hopLength) = Frames(clip.SampleRateHz);
        var options = new FeatureOptions
        {
            Kind = kind,
            SampleRateHz = null,
            FftLength = fftLength,
            HopLength = hopLength,
            MelBandCount = MelBandCount,
            MfccCount = MfccCount,
        };
        var matrix = new FeatureExtractor(options).Extract(Padded(clip.Samples.Span, fftLength), clip.SampleRateHz);
        return new TimeFrequencyMap(
            clip.Name,
            clip.Label,
            matrix.Values,
            matrix.FrameCount,
            matrix.FeatureCount,
            (double)hopLength / clip.SampleRateHz,
            bandTitle,
            bandCentres,
            valueTitle);
    }

    /// <summary>Power spectra of all frames, or, of long clips, their means over equal stretches of frames.</summary>
    private static (float[] Power, int Columns, int FramesPerColumn) Power(ReadOnlySpan<float> samples, int fftLength, int hopLength)
    {
        var window = AnalysisWindow.Create(WindowKind.Hann, fftLength, fftLength);
        var framesPerColumn = 1 + (samples.Length / hopLength / MostColumns);
        if (framesPerColumn == 1)
        {
            var whole = new Stft(fftLength, hopLength, window, isCentered: true).PowerSpectrogram(samples);
            return (whole.Values, whole.FrameCount, 1);
        }

        var stft = new Stft(fftLength, hopLength, window, isCentered: false);
        var stretch = framesPerColumn * hopLength;
        var columns = samples.Length / stretch;
        var means = new float[columns * stft.BinCount];
        for (var column = 0; column < columns; column++)
        {
            var from = column * stretch;
            var frames = stft.PowerSpectrogram(samples.Slice(from, Math.Min(stretch + fftLength - hopLength, samples.Length - from)));
            for (var i = 0; i < frames.Values.Length; i++)
            {
                means[(column * stft.BinCount) + (i % stft.BinCount)] += frames.Values[i] / frames.FrameCount;
            }
        }

        return (means, columns, framesPerColumn);
    }
}
