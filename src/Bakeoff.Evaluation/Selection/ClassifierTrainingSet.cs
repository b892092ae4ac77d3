using Bakeoff.Classifiers;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;

namespace Bakeoff.Evaluation.Selection;

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
    public TrainingRows Take(int[] clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var own = Array.ConvertAll(clips, i => Classes[i]);
        var rows = Copies.Prepend(Features).Select(table => table.Rows(clips).Values).ToList();
        return new TrainingRows(new DesignMatrix([.. rows.SelectMany(static values => values)], Features.ColumnCount), [.. rows.SelectMany(_ => own)], Labels.Count);
    }

    /// <summary>Trains a classifier on some clips and their copies.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="clips">Positions of the clips.</param>
    /// <param name="isScaled">True to standardise each column by these clips.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Threads, at least 1; they change no result.</param>
    /// <exception cref="SplitException">The clips cannot train this classifier.</exception>
    public FittedClassifier Fit(ClassifierOptions options, int[] clips, bool isScaled, ulong seed, int threads)
    {
        try
        {
            return FittedClassifier.Fit(options, Take(clips), isScaled, seed, threads);
        }
        catch (ArgumentException fault)
        {
            throw new SplitException("classifier", $"classifier: {ClassifierText.Of(options)} cannot be trained on these clips. {fault.Message} Change the candidate or the split.");
        }
    }

    private static int[] Numbers(IReadOnlyList<Clip> clips, IReadOnlyList<string> labels)
    {
        var numbers = labels.Select(static (label, number) => (label, number)).ToDictionary(static pair => pair.label, static pair => pair.number, StringComparer.Ordinal);
        return [.. clips.Select(clip => numbers[clip.Label])];
    }
}
