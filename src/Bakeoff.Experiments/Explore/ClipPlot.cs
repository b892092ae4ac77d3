using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explore;

/// <summary>Draws any recording, whether or not it belongs to a corpus.</summary>
public static class ClipPlot
{
    /// <summary>Reads a recording and draws it.</summary>
    /// <param name="kind">What to show.</param>
    /// <param name="recording">The recording at its start; read to its end.</param>
    /// <exception cref="AudioFormatException">The file is no recording that can be read, or cannot give this picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>Determinism: equal files give equal pictures on every machine.</remarks>
    public static Chart Create(PlotKind kind, AudioReader recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var clip = ClipPictures.Read(recording, label: null);
        try
        {
            return kind switch
            {
                PlotKind.Waveform => WaveformChart.Create($"Waveform, {clip.Name}", clip),
                PlotKind.Spectrogram => Map($"Spectrogram, {clip.Name}", ClipPictures.Spectrogram(clip)),
                PlotKind.Mel => Map($"Log-mel spectrogram, {clip.Name}", ClipPictures.LogMel(clip)),
                PlotKind.Mfcc => Map($"MFCC, {clip.Name}", ClipPictures.Mfcc(clip)),
                PlotKind.Pitch => SpectrumChart.PitchContours($"Pitch, {clip.Name}", [ClipPictures.Pitch(clip)]),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such picture."),
            };
        }
        catch (UnusableSignalException exception)
        {
            var problem = new ErrorDetails(exception.What)
            {
                Value = exception.Value,
                Rule = exception.Rule,
                NextStep = exception.NextStep,
            };
            throw new AudioFormatException(recording.Name, 0, problem);
        }
    }

    private static Chart Map(string title, TimeFrequencyMap map) => SpectrogramChart.CreateOnCommonScale([(title, map)])[0];
}
