namespace Bakeoff.Numerics;

// Tiles of one vector of columns. The sums of a tile stay in registers over the whole inner loop; each is one chain in ascending p.
internal static unsafe partial class GemmTile<TLanes, T>
{
    /// <summary>8 rows by 1 vector.</summary>
    private static void Multiply8x1(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c0, c1, c2, c3, c4, c5, c6, c7;
        if (accumulate)
        {
            c0 = TLanes.Load(c);
            c1 = TLanes.Load(c + cRow);
            c2 = TLanes.Load(c + 2 * cRow);
            c3 = TLanes.Load(c + 3 * cRow);
            c4 = TLanes.Load(c + 4 * cRow);
            c5 = TLanes.Load(c + 5 * cRow);
            c6 = TLanes.Load(c + 6 * cRow);
            c7 = TLanes.Load(c + 7 * cRow);
        }
        else
        {
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TLanes.Broadcast(T.Zero);
        }

        var lower = a + 4 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var a0 = TLanes.Broadcast(*a);
            c0 = TLanes.FusedMultiplyAdd(a0, b0, c0);
            var a1 = TLanes.Broadcast(a[aRow]);
            c1 = TLanes.FusedMultiplyAdd(a1, b0, c1);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c2 = TLanes.FusedMultiplyAdd(a2, b0, c2);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c3 = TLanes.FusedMultiplyAdd(a3, b0, c3);
            var a4 = TLanes.Broadcast(*lower);
            c4 = TLanes.FusedMultiplyAdd(a4, b0, c4);
            var a5 = TLanes.Broadcast(lower[aRow]);
            c5 = TLanes.FusedMultiplyAdd(a5, b0, c5);
            var a6 = TLanes.Broadcast(lower[2 * aRow]);
            c6 = TLanes.FusedMultiplyAdd(a6, b0, c6);
            var a7 = TLanes.Broadcast(lower[3 * aRow]);
            c7 = TLanes.FusedMultiplyAdd(a7, b0, c7);
            a += aStep;
            lower += aStep;
            b += bStep;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cRow);
        TLanes.Store(c2, c + 2 * cRow);
        TLanes.Store(c3, c + 3 * cRow);
        TLanes.Store(c4, c + 4 * cRow);
        TLanes.Store(c5, c + 5 * cRow);
        TLanes.Store(c6, c + 6 * cRow);
        TLanes.Store(c7, c + 7 * cRow);
    }

    /// <summary>4 rows by 1 vector.</summary>
    private static void Multiply4x1(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c0, c1, c2, c3;
        if (accumulate)
        {
            c0 = TLanes.Load(c);
            c1 = TLanes.Load(c + cRow);
            c2 = TLanes.Load(c + 2 * cRow);
            c3 = TLanes.Load(c + 3 * cRow);
        }
        else
        {
            c0 = c1 = c2 = c3 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var a0 = TLanes.Broadcast(*a);
            c0 = TLanes.FusedMultiplyAdd(a0, b0, c0);
            var a1 = TLanes.Broadcast(a[aRow]);
            c1 = TLanes.FusedMultiplyAdd(a1, b0, c1);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c2 = TLanes.FusedMultiplyAdd(a2, b0, c2);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c3 = TLanes.FusedMultiplyAdd(a3, b0, c3);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cRow);
        TLanes.Store(c2, c + 2 * cRow);
        TLanes.Store(c3, c + 3 * cRow);
    }

    /// <summary>2 rows by 1 vector.</summary>
    private static void Multiply2x1(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c0, c1;
        if (accumulate)
        {
            c0 = TLanes.Load(c);
            c1 = TLanes.Load(c + cRow);
        }
        else
        {
            c0 = c1 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var a0 = TLanes.Broadcast(*a);
            c0 = TLanes.FusedMultiplyAdd(a0, b0, c0);
            var a1 = TLanes.Broadcast(a[aRow]);
            c1 = TLanes.FusedMultiplyAdd(a1, b0, c1);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cRow);
    }

    /// <summary>1 row by 1 vector.</summary>
    private static void Multiply1x1(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c0;
        if (accumulate)
        {
            c0 = TLanes.Load(c);
        }
        else
        {
            c0 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var a0 = TLanes.Broadcast(*a);
            c0 = TLanes.FusedMultiplyAdd(a0, b0, c0);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c0, c);
    }
}
