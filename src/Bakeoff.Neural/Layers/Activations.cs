namespace Bakeoff.Neural.Layers;

/// <summary>Values between two layers for one batch, row-major [Rows, Width], and the gradient of
/// the loss by them. Memory is reused from batch to batch.</summary>
public sealed class Activations
{
    /// <summary>Rows: clips, or live frames of all clips.</summary>
    public int Rows { get; private set; }

    /// <summary>Values in a row.</summary>
    public int Width { get; private set; }

    /// <summary>Layout of the rows when they are frames; null when they are clips.</summary>
    public PackedLayout? Layout { get; private set; }

    /// <summary>Number of values: Rows x Width.</summary>
    public int Length => Rows * Width;

    /// <summary>The values, [Rows, Width].</summary>
    public Span<float> Values => ValueArray.AsSpan(0, Length);

    /// <summary>Gradients of the loss by <see cref="Values"/>, written by the layer that reads the values.
    /// Allocated on first use, so that prediction needs none.</summary>
    public Span<float> Gradients
    {
        get
        {
            GradientArray = Grow(GradientArray, Length);
            return GradientArray.AsSpan(0, Length);
        }
    }

    /// <summary>Memory of <see cref="Values"/>; may be longer.</summary>
    internal float[] ValueArray { get; set; } = [];

    /// <summary>Memory of <see cref="Gradients"/>; may be longer, and is empty before their first use.</summary>
    internal float[] GradientArray { get; private set; } = [];

    /// <summary>Sets the shape. The values are undefined until they are written.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="layout">Layout of the rows when they are frames; null when they are clips.</param>
    public void Resize(int rows, int width, PackedLayout? layout)
    {
        Rows = rows;
        Width = width;
        Layout = layout;
        ValueArray = Grow(ValueArray, Length);
    }

    /// <summary>The same array when it is long enough, else a new one with some room, so that
    /// batches of varying size soon stop allocating.</summary>
    internal static float[] Grow(float[] array, int length) =>
        array.Length >= length ? array : GC.AllocateUninitializedArray<float>(length + (length / 8));
}
