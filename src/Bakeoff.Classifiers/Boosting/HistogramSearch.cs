using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>The best split of a node by one of eight features: sums of derivatives in each bin, then all splits between bins.</summary>
/// <remarks>
/// <para>Sums are whole numbers, so their order is free; each of four features has a lane of its own when splits are compared. A split
/// counts only if no other of the node is known that is better, so what is found of a block may depend on threads; the best of all
/// blocks does not. It is that of <see cref="HistogramReference"/> at every vector width.</para>
/// <para>Cost: an addition of 128 bits for each row and feature, some thirty operations on four lanes for four features' bin, divisions
/// for those few that could be best. The sums of four features, at most 16 KiB, stay in the first-level cache and are not kept.</para>
/// </remarks>
internal static class HistogramSearch
{
    private const int Lanes = 4;

    // Two vectors of two features hold a bin: first derivatives in even lanes, second ones and counts in odd lanes.
    private static Vector256<long> Swapped => Vector256.Create(1L, 0, 3, 2);

    private static Vector256<long> EvenLanes => Vector256.Create(-1L, 0, -1, 0);

    /// <summary>Finds the best split.</summary>
    /// <param name="bins">Bins of all training rows, eight features in a word.</param>
    /// <param name="binCount">Largest number of bins of these features.</param>
    /// <param name="node">The node's rows.</param>
    /// <param name="limits">Limits of a leaf.</param>
    /// <returns>The split with the largest score; of equal ones that of the first feature, then of the first bin. The place is that within
    /// the eight. None where each is worse than what the node has <see cref="BoostedNode.Reached"/>.</returns>
    public static BoostedSplit Find(ulong[] bins, int binCount, BoostedNode node, SplitLimits limits)
    {
        var length = binCount * Lanes * Vector128<long>.Count;
        var rented = ArrayPool<long>.Shared.Rent(length);
        var sums = rented.AsSpan(0, length);
        var split = BoostedSplit.None;
        for (var first = 0; first < BinnedColumns.Together; first += Lanes)
        {
            sums.Clear();
            Add(bins, 8 * first, node, sums);
            var (best, bestBin) = Compare(sums, binCount, node, limits);
            for (var feature = 0; feature < Lanes; feature++)
            {
                // Lanes are the features 0, 2, 1, 3.
                var lane = (feature >> 1) | ((feature & 1) << 1);
                split = bestBin[lane] >= 0 && best[lane] > split.Score
                    ? new BoostedSplit(best[lane], first + feature, (int)bestBin[lane])
                    : split;
            }

            node.Reach(split.Score);
        }

        ArrayPool<long>.Shared.Return(rented);
        return split;
    }

    private static void Add(ulong[] bins, int shift, BoostedNode node, Span<long> sums)
    {
        ref var sum = ref Unsafe.As<long, Vector128<long>>(ref MemoryMarshal.GetReference(sums));
        ref var words = ref MemoryMarshal.GetArrayDataReference(bins);
        var rows = node.Rows;
        var derivatives = node.Derivatives;
        for (var i = 0; i < rows.Length; i++)
        {
            var word = (uint)(Unsafe.Add(ref words, rows[i]) >> shift);
            var own = derivatives[i];
            Unsafe.Add(ref sum, (nint)(word & 0xff) * Lanes) += own;
            Unsafe.Add(ref sum, ((nint)((word >> 8) & 0xff) * Lanes) + 1) += own;
            Unsafe.Add(ref sum, ((nint)((word >> 16) & 0xff) * Lanes) + 2) += own;
            Unsafe.Add(ref sum, ((nint)(word >> 24) * Lanes) + 3) += own;
        }
    }

    /// <summary>The best split of each of four features; a bin of -1 where each is worse than what the node has reached.</summary>
    private static (Vector256<double> Best, Vector256<long> Bin) Compare(
        ReadOnlySpan<long> sums, int binCount, BoostedNode node, SplitLimits limits)
    {
        ref var bins = ref MemoryMarshal.GetReference(sums);
        var (all, allSecond) = (Vector256.Create((double)node.Sum[0]), Vector256.Create(DerivativeScale.Weight(node.Sum)));
        var (l2, minWeight) = (Vector256.Create(limits.L2), Vector256.Create(limits.MinWeight));
        var (front, back) = (Vector256<long>.Zero, Vector256<long>.Zero);
        var (best, bestBin) = (Vector256.Create(Math.BitDecrement(node.Reached)), Vector256.Create(-1L));
        for (var bin = 0; bin < binCount - 1; bin++)
        {
            front += Vector256.LoadUnsafe(ref bins, (nuint)(bin * 2 * Lanes));
            back += Vector256.LoadUnsafe(ref bins, (nuint)((bin * 2 * Lanes) + Lanes));
            var packed = Odd(front, back);
            var left = Vector256.ConvertToDouble(Even(front, back));
            var leftSecond = Vector256.ConvertToDouble(packed >> DerivativeScale.CountBits);
            var (right, rightSecond) = (all - left, allSecond - leftSecond);
            var (leftDivisor, rightDivisor) = (leftSecond + l2, rightSecond + l2);
            var numerator = (left * left * rightDivisor) + (right * right * leftDivisor);
            var denominator = leftDivisor * rightDivisor;

            // Whatever quotient is larger than the best passes, because rounding keeps the order; few others do, and only these are divided.
            if (!Vector256.GreaterThanOrEqualAny(numerator, best * denominator))
            {
                continue;
            }

            var score = numerator / denominator;
            var count = packed & Vector256.Create((long)DerivativeScale.MostRows);
            var isLarge = Vector256.GreaterThanOrEqual(count, Vector256.Create((long)limits.MinLeaf))
                & Vector256.GreaterThanOrEqual(Vector256.Create((long)node.Count) - count, Vector256.Create((long)limits.MinLeaf));
            var isBetter = isLarge.AsDouble() & Vector256.GreaterThan(score, best)
                & Vector256.GreaterThanOrEqual(leftSecond, minWeight) & Vector256.GreaterThanOrEqual(rightSecond, minWeight);
            best = Vector256.ConditionalSelect(isBetter, score, best);
            bestBin = Vector256.ConditionalSelect(isBetter.AsInt64(), Vector256.Create((long)bin), bestBin);
        }

        return (best, bestBin);
    }

    /// <summary>The even lanes of two vectors in turns: first derivatives.</summary>
    private static Vector256<long> Even(Vector256<long> a, Vector256<long> b) => Avx2.IsSupported
        ? Avx2.UnpackLow(a, b)
        : Vector256.ConditionalSelect(EvenLanes, a, Vector256.Shuffle(b, Swapped));

    /// <summary>The odd lanes of two vectors in turns: second derivatives and counts.</summary>
    private static Vector256<long> Odd(Vector256<long> a, Vector256<long> b) => Avx2.IsSupported
        ? Avx2.UnpackHigh(a, b)
        : Vector256.ConditionalSelect(EvenLanes, Vector256.Shuffle(a, Swapped), b);
}
