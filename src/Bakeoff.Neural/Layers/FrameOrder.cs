namespace Bakeoff.Neural.Layers;

/// <summary>Copies rows between packed matrices, in order or with the frames of each clip reversed.</summary>
internal static class FrameOrder
{
    /// <summary>Copies <paramref name="width"/> columns of every row.</summary>
    public static void Copy(int rows, ColumnBlock source, ColumnBlock target, int width)
    {
        for (var row = 0; row < rows; row++)
        {
            source.Row(row, width).CopyTo(target.Row(row, width));
        }
    }

    /// <summary>Copies frame t of a clip of n frames to frame n - 1 - t; doing it twice gives the original.</summary>
    public static void Reverse(PackedLayout layout, ColumnBlock source, ColumnBlock target, int width)
    {
        for (var step = 0; step < layout.StepCount; step++)
        {
            for (var clip = 0; clip < layout.LiveAt(step); clip++)
            {
                var from = layout.Row(step, clip);
                var to = layout.Row(layout.Lengths[clip] - 1 - step, clip);
                source.Row(from, width).CopyTo(target.Row(to, width));
            }
        }
    }

    /// <summary>Adds each row of the source to the row of the target at the mirrored frame.</summary>
    public static void AddReversed(PackedLayout layout, float[] source, Span<float> target, int width)
    {
        for (var step = 0; step < layout.StepCount; step++)
        {
            for (var clip = 0; clip < layout.LiveAt(step); clip++)
            {
                var from = layout.Row(step, clip);
                var to = layout.Row(layout.Lengths[clip] - 1 - step, clip);
                RowKernels.Add(source.AsSpan(from * width, width), target.Slice(to * width, width));
            }
        }
    }

    /// <summary>Some neighbouring columns of a row-major matrix.</summary>
    /// <param name="Matrix">The whole matrix.</param>
    /// <param name="Stride">Values from one row to the next.</param>
    /// <param name="Column">First column of the block.</param>
    public readonly record struct ColumnBlock(float[] Matrix, int Stride, int Column = 0)
    {
        public Span<float> Row(int row, int width) => Matrix.AsSpan((row * Stride) + Column, width);
    }
}
