using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Rows of 16-bit integers, packed for exact dot products with others: twice as many multiply-adds a cycle as of float32.</summary>
/// <remarks>
/// <para>Sums are exact, so neither vectors nor blocks nor threads can change them. No sum may leave the range of 32 bits, on its way neither:
/// lengths of two rows whose product is below 2^31 suffice (Cauchy and Schwarz).</para>
/// <para>Cost: 1 multiply-add of 16 bits for each pair of rows and column. Several threads may multiply at the same time.</para>
/// </remarks>
public sealed unsafe class PackedIntegers
{
    /// <summary>Rows are multiplied so many at a time: buffers of rows and of products hold a multiple of it.</summary>
    public const int RowsOfTile = 6;

    // Two vectors of sums.
    private const int PanelWidth = 16;

    // Pairs of columns: a panel's part and the rows that pass it stay in the first-level cache, at most 16 and 6 KiB.
    private const int InnerBlock = 256;

    private int[] _panels = [];
    private int _pairs;

    /// <summary>Distance between the products of two rows: the number of packed rows, rounded up to whole vectors.</summary>
    public int ProductStride { get; private set; }

    /// <summary>Replaces the rows; allocates only where there are more values than before.</summary>
    /// <param name="rows">Number of rows; 0 or more.</param>
    /// <param name="columns">Number of columns; even. A last column of zeros changes no product.</param>
    /// <param name="values">[rows, columns], none of them -32768; copied.</param>
    /// <exception cref="ArgumentException">Columns are odd or do not fit the values.</exception>
    public void Pack(int rows, int columns, ReadOnlySpan<short> values)
    {
        Check(rows, columns, values.Length);
        (_pairs, ProductStride) = (columns / 2, (rows + PanelWidth - 1) / PanelWidth * PanelWidth);
        if (_panels.Length < ProductStride * _pairs)
        {
            _panels = GC.AllocateUninitializedArray<int>(ProductStride * _pairs);
        }

        fixed (short* source = values)
        fixed (int* panels = _panels)
        {
            for (var row = 0; row < rows; row += PanelWidth)
            {
                // A pair of columns moves as one number.
                var count = Math.Min(PanelWidth, rows - row);
                var panel = (float*)(panels + ((nint)row * _pairs));
                MatrixTranspose.Copy(count, _pairs, (float*)(source + ((nint)row * columns)), _pairs, panel, PanelWidth);
                for (var pair = 0; count < PanelWidth && pair < _pairs; pair++)
                {
                    new Span<float>(panel + (pair * PanelWidth) + count, PanelWidth - count).Clear();
                }
            }
        }
    }

    /// <summary>Dot products of some rows with each packed row.</summary>
    /// <param name="rows">Number of rows; a multiple of <see cref="RowsOfTile"/>.</param>
    /// <param name="values">[rows, columns], none of them -32768.</param>
    /// <param name="products">Receives [rows, <see cref="ProductStride"/>]: zeros where there is no packed row.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or rows are no multiple.</exception>
    public void Multiply(int rows, ReadOnlySpan<short> values, Span<int> products)
    {
        Check(rows, 2 * _pairs, values.Length);
        if (rows % RowsOfTile > 0 || products.Length < (long)rows * ProductStride)
        {
            throw new ArgumentException(
                $"There are {rows} rows and space for {products.Length} products, expected a multiple of {RowsOfTile} rows and "
                + $"{ProductStride} products for each.", nameof(products));
        }

        fixed (short* source = values)
        fixed (int* panels = _panels, target = products)
        {
            var pair = 0;
            do
            {
                for (var column = 0; column < ProductStride; column += PanelWidth)
                {
                    var panel = panels + ((nint)column * _pairs) + (pair * PanelWidth);
                    for (var row = 0; row < rows; row += RowsOfTile)
                    {
                        MultiplyTile(
                            Math.Min(InnerBlock, _pairs - pair), (int*)source + ((nint)row * _pairs) + pair, _pairs, (short*)panel,
                            target + ((nint)row * ProductStride) + column, ProductStride, accumulate: pair > 0);
                    }
                }

                pair += InnerBlock;
            }
            while (pair < _pairs);
        }
    }

    private static void Check(int rows, int columns, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (columns < 0 || columns % 2 > 0 || length < (long)rows * columns)
        {
            throw new ArgumentException(
                $"There are {length} values for {rows} rows of {columns} columns, expected an even number of columns and as many values.",
                nameof(columns));
        }
    }

    // Twelve sums stay in registers over the whole loop, beside two vectors of the panel and one pair of a row. Compiled with all
    // optimisations at once: short runs are over before the runtime would have done so.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(int pairs, int* a, nint aRow, short* panel, int* c, nint cRow, bool accumulate)
    {
        Vector256<int> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<int>.Zero;
        var a3 = a + (3 * aRow);
        for (var pair = 0; pair < pairs; pair++)
        {
            var (b0, b1) = (Vector256.Load(panel), Vector256.Load(panel + 16));
            var value = Vector256.Create(*a).AsInt16();
            c00 += PairSums(value, b0);
            c01 += PairSums(value, b1);
            value = Vector256.Create(a[aRow]).AsInt16();
            c10 += PairSums(value, b0);
            c11 += PairSums(value, b1);
            value = Vector256.Create(a[2 * aRow]).AsInt16();
            c20 += PairSums(value, b0);
            c21 += PairSums(value, b1);
            value = Vector256.Create(*a3).AsInt16();
            c30 += PairSums(value, b0);
            c31 += PairSums(value, b1);
            value = Vector256.Create(a3[aRow]).AsInt16();
            c40 += PairSums(value, b0);
            c41 += PairSums(value, b1);
            value = Vector256.Create(a3[2 * aRow]).AsInt16();
            c50 += PairSums(value, b0);
            c51 += PairSums(value, b1);
            a++;
            a3++;
            panel += 32;
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + cRow, accumulate);
        Store(c20, c21, c + (2 * cRow), accumulate);
        Store(c30, c31, c + (3 * cRow), accumulate);
        Store(c40, c41, c + (4 * cRow), accumulate);
        Store(c50, c51, c + (5 * cRow), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> left, Vector256<int> right, int* c, bool accumulate)
    {
        if (accumulate)
        {
            (left, right) = (left + Vector256.Load(c), right + Vector256.Load(c + 8));
        }

        left.Store(c);
        right.Store(c + 8);
    }

    /// <summary>Products of neighbouring numbers, added in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> PairSums(Vector256<short> a, Vector256<short> b) => Avx2.IsSupported
        ? Avx2.MultiplyAddAdjacent(a, b)
        : Vector256.Create(PairSums(a.GetLower(), b.GetLower()), PairSums(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairSums(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(a, b);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
        }

        Span<int> sums = stackalloc int[Vector128<int>.Count];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = (a[2 * i] * b[2 * i]) + (a[(2 * i) + 1] * b[(2 * i) + 1]);
        }

        return Vector128.Create<int>(sums);
    }
}
