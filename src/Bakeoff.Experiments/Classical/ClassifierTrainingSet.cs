using Bakeoff.Experiments.Datasets;

namespace Bakeoff.Experiments.Classical;

/// <summary>The training side as classifiers read it: one row a clip, and as many rows again for each altered copy.</summary>
/// <param name="Features">Row of each clip, not scaled.</param>
/// <param name="Copies">Rows of the first, second, ... altered copy of each clip, in the same order; may be empty.</param>
/// <param name="Clips">The clips.</param>
/// <param name="Labels">Names of the classes; a label's position is its number.</param>
public sealed record ClassifierTrainingSet(DesignMatrix Features, IReadOnlyList<DesignMatrix> Copies, IReadOnlyList<Clip> Clips, IReadOnlyList<string> Labels)
{
    /// <summary>Class of each clip.</summary>
    public IReadOnlyList<int> Classes { get; } = Numbers(Clips, Labels);

    /// <summary>Whether the first, second, ... copies of all clips are each one other speaker, so that a voice can be held out. Default false.</summary>
    public bool AreCopiesVoices { get; init; }

    /// <summary>Whether there are copies, and they are voices.</summary>
    internal bool HasImitatedVoices => AreCopiesVoices && Copies.Count > 0;

    /// <summary>The recordings, and each of their copies.</summary>
    internal int VoiceCount => 1 + Copies.Count;

    /// <summary>Row of each clip in one voice: 0 as recorded, n in its n-th copy.</summary>
    internal DesignMatrix Voice(int voice) => voice == 0 ? Features : Copies[voice - 1];

    /// <summary>The same clips without one of at least two voices.</summary>
    internal ClassifierTrainingSet Without(int voice)
    {
        List<DesignMatrix> others = [.. Enumerable.Range(0, VoiceCount).Where(other => other != voice).Select(Voice)];
        return this with { Features = others[0], Copies = others[1..] };
    }

    /// <summary>Some clips followed by their copies: what a classifier is trained on.</summary>
    /// <param name="clips">Positions of the clips.</param>
    /// <returns>Rows, and the class of each.</returns>
    public (DesignMatrix Rows, int[] Classes) Take(int[] clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var own = Array.ConvertAll(clips, i => Classes[i]);
        var rows = Copies.Prepend(Features).Select(table => table.Rows(clips).Values).ToList();
        return (new DesignMatrix([.. rows.SelectMany(static values => values)], Features.ColumnCount), [.. rows.SelectMany(_ => own)]);
    }

    private static int[] Numbers(IReadOnlyList<Clip> clips, IReadOnlyList<string> labels)
    {
        var numbers = labels.Select(static (label, number) => (label, number)).ToDictionary(static pair => pair.label, static pair => pair.number, StringComparer.Ordinal);
        return [.. clips.Select(clip => numbers[clip.Label])];
    }
}
