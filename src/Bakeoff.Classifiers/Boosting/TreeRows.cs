using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Rows of a tree with their derivatives; each leaf has a part of them.</summary>
/// <param name="Rows">Training rows, ascending within a leaf.</param>
/// <param name="Derivatives">Their derivatives.</param>
internal sealed record TreeRows(int[] Rows, Vector128<long>[] Derivatives)
{
    private readonly int[] _right = new int[Rows.Length];
    private readonly Vector128<long>[] _rightDerivatives = new Vector128<long>[Rows.Length];

    /// <summary>Sums derivatives.</summary>
    public Vector128<long> Sum(int first, int count)
    {
        var sum = Vector128<long>.Zero;
        foreach (var derivatives in Derivatives.AsSpan(first, count))
        {
            sum += derivatives;
        }

        return sum;
    }

    /// <summary>Moves a node's rows of the left side to the front; both sides keep their order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="bins">Bins of all training rows, eight features in a word.</param>
    /// <param name="lane">The feature's place in the word.</param>
    /// <param name="last">The last bin of the left side.</param>
    /// <returns>Number of rows of the left side.</returns>
    public int Part(BoostedNode node, ulong[] bins, int lane, int last)
    {
        var (left, right, end) = (node.First, 0, node.First + node.Count);
        for (var i = node.First; i < end; i++)
        {
            var row = Rows[i];
            if ((int)((bins[row] >> (8 * lane)) & 0xff) <= last)
            {
                (Rows[left], Derivatives[left]) = (row, Derivatives[i]);
                left++;
            }
            else
            {
                (_right[right], _rightDerivatives[right]) = (row, Derivatives[i]);
                right++;
            }
        }

        _right.AsSpan(0, right).CopyTo(Rows.AsSpan(left));
        _rightDerivatives.AsSpan(0, right).CopyTo(Derivatives.AsSpan(left));
        return left - node.First;
    }
}
