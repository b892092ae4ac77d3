using System.Globalization;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>The training clips of each epoch and their order.</summary>
/// <remarks>
/// Where classes are sampled, one clip of each comes after the other, so that every batch holds about as many of each. A class's clips are
/// drawn without replacement; when all have been drawn, they are shuffled anew. Depends on the labels, the seed and the epoch alone.
/// </remarks>
internal sealed class EpochOrder
{
    private readonly SeededRandom _random;
    private readonly int[] _order;

    // Clips of each class that has any; null where every clip comes once.
    private readonly int[][]? _classes;

    /// <summary>Creates the order of a training.</summary>
    public EpochOrder(SequenceSet train, ClassSampling sampling, ulong seed)
    {
        _random = new SeededRandom(seed, "shuffle");
        if (sampling == ClassSampling.None)
        {
            _order = new int[train.ClipCount];
            return;
        }

        _classes = [.. Enumerable.Range(0, train.ClipCount).GroupBy(train.Label).OrderBy(static clips => clips.Key).Select(static clips => clips.ToArray())];
        _order = new int[sampling switch
        {
            ClassSampling.Over => _classes.Length * _classes.Max(static clips => clips.Length),
            ClassSampling.Under => _classes.Length * _classes.Min(static clips => clips.Length),
            _ => train.ClipCount,
        }];
    }

    /// <summary>Clips in an epoch.</summary>
    public int Length => _order.Length;

    /// <summary>Some clips of the epoch that was drawn last.</summary>
    public ReadOnlySpan<int> Slice(int begin, int length) => _order.AsSpan(begin, length);

    /// <summary>Draws an epoch.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    public void Draw(int epoch)
    {
        var random = _random.Stream(epoch.ToString(CultureInfo.InvariantCulture));
        if (_classes is not null)
        {
            DrawClasses(_classes, random);
            return;
        }

        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        random.Shuffle(_order.AsSpan());
    }

    private void DrawClasses(int[][] classes, SeededRandom random)
    {
        int[][] rest = [.. classes.Select(static clips => (int[])clips.Clone())];
        int[] turns = [.. Enumerable.Range(0, classes.Length)];
        for (var i = 0; i < _order.Length; i++)
        {
            var (round, turn) = (i / classes.Length, i % classes.Length);
            if (turn == 0)
            {
                random.Shuffle(turns.AsSpan());
            }

            var clips = rest[turns[turn]];
            var next = round % clips.Length;
            if (next == 0)
            {
                random.Shuffle(clips.AsSpan());
            }

            _order[i] = clips[next];
        }
    }
}
