using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Numerics;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Reporting;

/// <summary>Measures what the pictures of a clip show: waveform, spectrogram, log-mel spectrogram and MFCC.</summary>
internal static class ClipPictures
{
    private const int FftLength = 1024;
    private const int HopLength = 256;
    private const int MelBandCount = 64;
    private const int MfccCount = 20;

    /// <summary>Level that pictures do not go below, relative to their loudest point.</summary>
    private const float FloorDb = -80f;

    /// <summary>Measures one clip.</summary>
    /// <param name="recordings">Folder of the recordings.</param>
    /// <param name="clip">The clip.</param>
    public static ClipPicture Measure(string recordings, Clip clip)
    {
        var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clip.Path)), clip.Path);
        var mono = signal.ToMono();
        var name = Path.GetFileName(clip.Path);
        var secondsPerFrame = (double)HopLength / signal.SampleRateHz;
        var options = new FeatureOptions { SampleRateHz = null, FftLength = FftLength, HopLength = HopLength, MelBandCount = MelBandCount, MfccCount = MfccCount };
        var logMel = new FeatureExtractor(options with { Kind = FeatureKind.LogMel }).Extract(mono, signal.SampleRateHz);
        var mfcc = new FeatureExtractor(options with { Kind = FeatureKind.Mfcc }).Extract(mono, signal.SampleRateHz);
        return new ClipPicture(
            clip.Label,
            clip.Speaker.Length > 0 ? clip.Speaker : null,
            new ClipAudio(name, clip.Label, mono, signal.SampleRateHz),
            Spectrogram(name, clip.Label, mono, signal.SampleRateHz),
            new TimeFrequencyMap(name, clip.Label, logMel.Values, logMel.FrameCount, logMel.FeatureCount, secondsPerFrame, "Mel band"),
            new TimeFrequencyMap(name, clip.Label, mfcc.Values, mfcc.FrameCount, mfcc.FeatureCount, secondsPerFrame, "Coefficient", ValueTitle: "MFCC"));
    }

    /// <summary>Tracks the pitch of one clip.</summary>
    /// <param name="recordings">Folder of the recordings.</param>
    /// <param name="clip">The clip.</param>
    public static PitchContour Pitch(string recordings, Clip clip)
    {
        var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clip.Path)), clip.Path);
        var track = new PitchTracker(signal.SampleRateHz).Track(signal.ToMono(), HopLength);
        return new PitchContour(clip.Label, Path.GetFileName(clip.Path), (double)HopLength / signal.SampleRateHz, track.FrequencyHz.Select(hertz => (double)hertz).ToList());
    }

    private static TimeFrequencyMap Spectrogram(string name, string label, float[] mono, int sampleRateHz)
    {
        var power = new Stft(FftLength, HopLength, AnalysisWindow.Create(WindowKind.Hann, FftLength, FftLength), isCentered: true).PowerSpectrogram(mono);
        var loudest = 1e-10f;
        foreach (var value in power.Values)
        {
            loudest = Math.Max(loudest, value);
        }

        var decibels = Array.ConvertAll(power.Values, value => Math.Max(FloorDb, 10f * DeterministicMath.Log10(Math.Max(value, 1e-10f) / loudest)));
        var centres = Enumerable.Range(0, power.FeatureCount).Select(bin => (double)bin * sampleRateHz / FftLength).ToList();
        return new TimeFrequencyMap(name, label, decibels, power.FrameCount, power.FeatureCount, (double)HopLength / sampleRateHz, BandCentres: centres);
    }
}
