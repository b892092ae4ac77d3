using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bakeoff.Numerics;

/// <summary>Runs a kernel over numbers and spans with the widest vectors that have a fused multiply-add.</summary>
internal static class LaneMap
{
    /// <summary>The kernel of one number: the form that defines the bits of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Map<TKernel>(float x)
        where TKernel : struct, ILaneKernel =>
        float.IsNaN(x) ? float.NaN : (float)TKernel.Evaluate(DoubleLane.Broadcast(DoubleLane.Limit(x, TKernel.Least, TKernel.Most))).Value;

    /// <summary>The kernel of every element of <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="y"/> is shorter than <paramref name="x"/>.</exception>
    public static void Map<TKernel>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : struct, ILaneKernel
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException("The result span is shorter than the input span. Give it at least as many elements.", nameof(y));
        }

        switch (VectorWidth.Current)
        {
            case 512:
                Map<TKernel, DoubleLanes512>(x, y);
                break;
            case 256:
                Map<TKernel, DoubleLanes256>(x, y);
                break;
            case 128:
                Map<TKernel, DoubleLanes128>(x, y);
                break;
            default:
                Map<TKernel, DoubleLane>(x, y);
                break;
        }
    }

    /// <summary>The kernel of every element with vectors of one width; <paramref name="y"/> may be <paramref name="x"/> itself.</summary>
    internal static void Map<TKernel, TLanes>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : struct, ILaneKernel
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        var step = 2 * TLanes.Count;
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= x.Length - step; i += step)
        {
            ref var from = ref Unsafe.Add(ref source, i);
            TLanes.Load(ref from, TKernel.Least, TKernel.Most, out var lower, out var upper);
            TLanes.Store(TKernel.Evaluate(lower), TKernel.Evaluate(upper), ref from, ref Unsafe.Add(ref target, i));
        }

        if (i < x.Length)
        {
            // The rest as one padded vector; padding lanes are computed and dropped.
            Span<float> rest = stackalloc float[16];
            rest.Clear();
            x[i..].CopyTo(rest);
            ref var first = ref MemoryMarshal.GetReference(rest);
            TLanes.Load(ref first, TKernel.Least, TKernel.Most, out var lower, out var upper);
            TLanes.Store(TKernel.Evaluate(lower), TKernel.Evaluate(upper), ref first, ref first);
            rest[..(x.Length - i)].CopyTo(y[i..]);
        }
    }
}
