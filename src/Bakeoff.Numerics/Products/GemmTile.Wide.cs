namespace Bakeoff.Numerics;

// Tiles of two vectors of columns. The sums of a tile stay in registers over the whole inner loop; each is one chain in ascending p.
internal static unsafe partial class GemmTile<TLanes, T>
{
    /// <summary>8 rows by 2 vectors.</summary>
    private static void Multiply8x2(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
            c10 = TLanes.Load(c + cRow);
            c11 = TLanes.Load(c + cRow + TLanes.Count);
            c20 = TLanes.Load(c + 2 * cRow);
            c21 = TLanes.Load(c + 2 * cRow + TLanes.Count);
            c30 = TLanes.Load(c + 3 * cRow);
            c31 = TLanes.Load(c + 3 * cRow + TLanes.Count);
            c40 = TLanes.Load(c + 4 * cRow);
            c41 = TLanes.Load(c + 4 * cRow + TLanes.Count);
            c50 = TLanes.Load(c + 5 * cRow);
            c51 = TLanes.Load(c + 5 * cRow + TLanes.Count);
            c60 = TLanes.Load(c + 6 * cRow);
            c61 = TLanes.Load(c + 6 * cRow + TLanes.Count);
            c70 = TLanes.Load(c + 7 * cRow);
            c71 = TLanes.Load(c + 7 * cRow + TLanes.Count);
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = TLanes.Broadcast(T.Zero);
        }

        var lower = a + 4 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.Broadcast(*a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.FusedMultiplyAdd(a2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.FusedMultiplyAdd(a3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(a3, b1, c31);
            var a4 = TLanes.Broadcast(*lower);
            c40 = TLanes.FusedMultiplyAdd(a4, b0, c40);
            c41 = TLanes.FusedMultiplyAdd(a4, b1, c41);
            var a5 = TLanes.Broadcast(lower[aRow]);
            c50 = TLanes.FusedMultiplyAdd(a5, b0, c50);
            c51 = TLanes.FusedMultiplyAdd(a5, b1, c51);
            var a6 = TLanes.Broadcast(lower[2 * aRow]);
            c60 = TLanes.FusedMultiplyAdd(a6, b0, c60);
            c61 = TLanes.FusedMultiplyAdd(a6, b1, c61);
            var a7 = TLanes.Broadcast(lower[3 * aRow]);
            c70 = TLanes.FusedMultiplyAdd(a7, b0, c70);
            c71 = TLanes.FusedMultiplyAdd(a7, b1, c71);
            a += aStep;
            lower += aStep;
            b += bStep;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        TLanes.Store(c10, c + cRow);
        TLanes.Store(c11, c + cRow + TLanes.Count);
        TLanes.Store(c20, c + 2 * cRow);
        TLanes.Store(c21, c + 2 * cRow + TLanes.Count);
        TLanes.Store(c30, c + 3 * cRow);
        TLanes.Store(c31, c + 3 * cRow + TLanes.Count);
        TLanes.Store(c40, c + 4 * cRow);
        TLanes.Store(c41, c + 4 * cRow + TLanes.Count);
        TLanes.Store(c50, c + 5 * cRow);
        TLanes.Store(c51, c + 5 * cRow + TLanes.Count);
        TLanes.Store(c60, c + 6 * cRow);
        TLanes.Store(c61, c + 6 * cRow + TLanes.Count);
        TLanes.Store(c70, c + 7 * cRow);
        TLanes.Store(c71, c + 7 * cRow + TLanes.Count);
    }

    /// <summary>6 rows by 2 vectors.</summary>
    private static void Multiply6x2(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
            c10 = TLanes.Load(c + cRow);
            c11 = TLanes.Load(c + cRow + TLanes.Count);
            c20 = TLanes.Load(c + 2 * cRow);
            c21 = TLanes.Load(c + 2 * cRow + TLanes.Count);
            c30 = TLanes.Load(c + 3 * cRow);
            c31 = TLanes.Load(c + 3 * cRow + TLanes.Count);
            c40 = TLanes.Load(c + 4 * cRow);
            c41 = TLanes.Load(c + 4 * cRow + TLanes.Count);
            c50 = TLanes.Load(c + 5 * cRow);
            c51 = TLanes.Load(c + 5 * cRow + TLanes.Count);
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = TLanes.Broadcast(T.Zero);
        }

        var lower = a + 3 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.Broadcast(*a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.FusedMultiplyAdd(a2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(*lower);
            c30 = TLanes.FusedMultiplyAdd(a3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(a3, b1, c31);
            var a4 = TLanes.Broadcast(lower[aRow]);
            c40 = TLanes.FusedMultiplyAdd(a4, b0, c40);
            c41 = TLanes.FusedMultiplyAdd(a4, b1, c41);
            var a5 = TLanes.Broadcast(lower[2 * aRow]);
            c50 = TLanes.FusedMultiplyAdd(a5, b0, c50);
            c51 = TLanes.FusedMultiplyAdd(a5, b1, c51);
            a += aStep;
            lower += aStep;
            b += bStep;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        TLanes.Store(c10, c + cRow);
        TLanes.Store(c11, c + cRow + TLanes.Count);
        TLanes.Store(c20, c + 2 * cRow);
        TLanes.Store(c21, c + 2 * cRow + TLanes.Count);
        TLanes.Store(c30, c + 3 * cRow);
        TLanes.Store(c31, c + 3 * cRow + TLanes.Count);
        TLanes.Store(c40, c + 4 * cRow);
        TLanes.Store(c41, c + 4 * cRow + TLanes.Count);
        TLanes.Store(c50, c + 5 * cRow);
        TLanes.Store(c51, c + 5 * cRow + TLanes.Count);
    }

    /// <summary>4 rows by 2 vectors.</summary>
    private static void Multiply4x2(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c00, c01, c10, c11, c20, c21, c30, c31;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
            c10 = TLanes.Load(c + cRow);
            c11 = TLanes.Load(c + cRow + TLanes.Count);
            c20 = TLanes.Load(c + 2 * cRow);
            c21 = TLanes.Load(c + 2 * cRow + TLanes.Count);
            c30 = TLanes.Load(c + 3 * cRow);
            c31 = TLanes.Load(c + 3 * cRow + TLanes.Count);
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.Broadcast(*a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.FusedMultiplyAdd(a2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.FusedMultiplyAdd(a3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(a3, b1, c31);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        TLanes.Store(c10, c + cRow);
        TLanes.Store(c11, c + cRow + TLanes.Count);
        TLanes.Store(c20, c + 2 * cRow);
        TLanes.Store(c21, c + 2 * cRow + TLanes.Count);
        TLanes.Store(c30, c + 3 * cRow);
        TLanes.Store(c31, c + 3 * cRow + TLanes.Count);
    }

    /// <summary>2 rows by 2 vectors.</summary>
    private static void Multiply2x2(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c00, c01, c10, c11;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
            c10 = TLanes.Load(c + cRow);
            c11 = TLanes.Load(c + cRow + TLanes.Count);
        }
        else
        {
            c00 = c01 = c10 = c11 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.Broadcast(*a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.FusedMultiplyAdd(a1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(a1, b1, c11);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        TLanes.Store(c10, c + cRow);
        TLanes.Store(c11, c + cRow + TLanes.Count);
    }

    /// <summary>1 row by 2 vectors.</summary>
    private static void Multiply1x2(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        TLanes c00, c01;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
        }
        else
        {
            c00 = c01 = TLanes.Broadcast(T.Zero);
        }

        for (var p = 0; p < k; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var a0 = TLanes.Broadcast(*a);
            c00 = TLanes.FusedMultiplyAdd(a0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(a0, b1, c01);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
    }
}
