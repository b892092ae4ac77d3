using Bakeoff.Corpora;
using Bakeoff.Corpora.Columns;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Train;

/// <summary>Weight of each class for each clip in a training: the shares of its votes, or its label, times the clip's weight.</summary>
internal sealed class ClassShares
{
    private readonly float[] _shares;
    private readonly int _classes;

    private ClassShares(float[] shares, int classes) => (_shares, _classes) = (shares, classes);

    /// <summary>Reads the shares.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <param name="labels">Classes.</param>
    /// <param name="isSoft">True for shares of votes; a clip without votes, of a corpus beside, has its label.</param>
    /// <param name="weightBy">Column of numbers with the weight of each clip; null for equal weights.</param>
    /// <returns>Null where labels alone count.</returns>
    /// <exception cref="SplitException">A clip's weight is missing or not above 0.</exception>
    public static ClassShares? Read(IReadOnlyList<Clip> clips, IReadOnlyList<string> labels, bool isSoft, string? weightBy)
    {
        if (!isSoft && weightBy is null)
        {
            return null;
        }

        var shares = new float[clips.Count * labels.Count];
        var numbers = labels.Index().ToDictionary(static label => label.Item, static label => label.Index, StringComparer.Ordinal);
        foreach (var (i, clip) in clips.Index())
        {
            var weight = weightBy is null ? 1 : WeightOf(clip, weightBy);
            var row = shares.AsSpan(i * labels.Count, labels.Count);
            if (isSoft && VoteColumns.CountsOf(clip.Values, labels) is { } votes)
            {
                double sum = votes.Sum();
                for (var k = 0; k < row.Length; k++)
                {
                    row[k] = (float)(weight * votes[k] / sum);
                }
            }
            else
            {
                row[numbers[clip.Label]] = (float)weight;
            }
        }

        return new ClassShares(shares, labels.Count);
    }

    /// <summary>The shares of some clips, shape [clips, classes].</summary>
    public float[] Select(IReadOnlyList<int> clips)
    {
        var selected = new float[clips.Count * _classes];
        for (var i = 0; i < clips.Count; i++)
        {
            _shares.AsSpan(clips[i] * _classes, _classes).CopyTo(selected.AsSpan(i * _classes));
        }

        return selected;
    }

    private static double WeightOf(Clip clip, string column) =>
        clip.Values.NumberOf(column) is { } weight && weight > 0
            ? weight
            : throw new SplitException("weight_by", new ErrorDetails($"{column} of {clip.Path} is {{value}}")
            {
                Value = clip.Values.TextOf(column) is { Length: > 0 } text ? text : "missing",
                Rule = "a number above 0",
                NextStep = $"Leave such clips out by where: {{{column}: \">0\"}} in the description of the corpus.",
            });
}
