using Bakeoff.Corpora;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore;

/// <summary>A clip that is looked at, with everything that is drawn of it.</summary>
/// <param name="Picture">Waveform, spectrogram, log-mel spectrogram and MFCC.</param>
/// <param name="Pitch">Its pitch contour.</param>
internal sealed record ChosenClip(ClipPicture Picture, PitchContour Pitch)
{
    /// <summary>Measures clips.</summary>
    /// <param name="recordings">Folder of the recordings.</param>
    /// <param name="clips">The clips.</param>
    public static IReadOnlyList<ChosenClip> Measure(string recordings, IReadOnlyList<Clip> clips) =>
        [.. clips.Select(clip => Measure(recordings, clip))];

    private static ChosenClip Measure(string recordings, Clip clip)
    {
        ClipAudio? read = null;
        ClipSounds.ForEach(
            recordings,
            [clip],
            new ParallelOptions(),
            (_, recording) => read = ClipPictures.Read(recording, clip.Label));
        var sound = read!;
        var picture = new ClipPicture(
            clip.Label,
            clip.Speaker.Length > 0 ? clip.Speaker : null,
            sound,
            ClipPictures.Spectrogram(sound),
            ClipPictures.LogMel(sound),
            ClipPictures.Mfcc(sound));
        return new ChosenClip(picture, ClipPictures.Pitch(sound));
    }
}
