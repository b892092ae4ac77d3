namespace Bakeoff.Neural.Layers;

/// <summary>Moves rows between packed matrices: whole, or with each clip's frames in reversed order.</summary>
internal static class PackedRows
{
    /// <summary>Copies <paramref name="width"/> columns of every row.</summary>
    public static void Copy(int rows, float[] source, int sourceStride, int sourceColumn, float[] target, int targetStride, int targetColumn, int width)
    {
        for (var row = 0; row < rows; row++)
        {
            source.AsSpan((row * sourceStride) + sourceColumn, width).CopyTo(target.AsSpan((row * targetStride) + targetColumn, width));
        }
    }

    /// <summary>Frame t of a clip of n frames goes to frame n - 1 - t; doing it twice gives the original.</summary>
    public static void Reverse(PackedLayout layout, float[] source, int sourceStride, int sourceColumn, float[] target, int targetStride, int targetColumn, int width)
    {
        for (var step = 0; step < layout.StepCount; step++)
        {
            for (var clip = 0; clip < layout.LiveAt(step); clip++)
            {
                var from = layout.Row(step, clip);
                var to = layout.Row(layout.Lengths[clip] - 1 - step, clip);
                source.AsSpan((from * sourceStride) + sourceColumn, width).CopyTo(target.AsSpan((to * targetStride) + targetColumn, width));
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
}
