using Bakeoff.Audio.Decoding;
using Bakeoff.Experiments.Explore;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Draws what a prediction rests on over the spectrogram of its recording.</summary>
public static class OcclusionPicture
{
    /// <summary>Draws an output of a clip.</summary>
    /// <param name="recording">The recording at its start; read to its end.</param>
    /// <param name="occlusion">Its explanation.</param>
    /// <param name="output">Position of the output.</param>
    /// <returns>Null where a clip has one row, so that nothing is known of times.</returns>
    /// <exception cref="AudioFormatException">The recording cannot be decoded.</exception>
    public static Chart? Create(AudioReader recording, ClipOcclusion occlusion, int output)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(occlusion);
        if (occlusion.Stretches.Count == 0)
        {
            return null;
        }

        var clip = ClipPictures.Read(recording, label: null);
        var curve = Curve(occlusion, output);
        var patches = Patches(occlusion, output);
        var name = occlusion.OutputNames[output];

        // Of a sure prediction no patch alone may change anything, where a whole stretch does.
        return OcclusionChart.Create(
            $"What {name} rests on, {clip.Name}",
            output < occlusion.Labels.Count ? $"probability of {name}" : name,
            ClipPictures.Spectrogram(clip),
            patches.Exists(static patch => patch.Weight >= OcclusionChart.LeastChange) ? patches : curve,
            curve,
            occlusion.Attention);
    }

    private static List<OccludedArea> Patches(ClipOcclusion occlusion, int output) =>
    [
        .. occlusion.Patches.Select(part =>
            new OccludedArea(part.StartSeconds!.Value, part.EndSeconds!.Value, occlusion.ChangeOf(part, output))
            {
                LowHz = part.LowHz,
                HighHz = part.HighHz,
                Weight = occlusion.WeightOf(occlusion.ChangeOf(part, output), output),
            }),
    ];

    /// <summary>The mean change over the stretches that cover a moment, from each end of a stretch to the next.</summary>
    internal static List<OccludedArea> Curve(ClipOcclusion occlusion, int output)
    {
        List<double> ends =
        [
            .. occlusion.Stretches.SelectMany(static part => new[] { part.StartSeconds!.Value, part.EndSeconds!.Value }).Distinct().Order(),
        ];
        return
        [
            .. ends.Zip(ends.Skip(1)).Select(time =>
            {
                var change = occlusion.Stretches
                    .Where(part => part.StartSeconds < time.Second && part.EndSeconds > time.First)
                    .Average(part => occlusion.ChangeOf(part, output));
                return new OccludedArea(time.First, time.Second, change) { Weight = occlusion.WeightOf(change, output) };
            }),
        ];
    }
}
