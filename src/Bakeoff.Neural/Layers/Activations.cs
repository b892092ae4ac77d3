namespace Bakeoff.Neural.Layers;

/// <summary>Values between two layers for one batch, and the gradient of the loss by them. Storage is row-major [Rows, Width] and reused.</summary>
internal sealed class Activations
{
    /// <summary>Values of the batch; at least Rows x Width long.</summary>
    public float[] Values { get; set; } = [];

    /// <summary>Gradients, written by the layer that reads the values; made on first use, so that prediction needs none.</summary>
    public float[] Gradients { get; private set; } = [];

    public int Rows { get; private set; }

    public int Width { get; private set; }

    /// <summary>Layout of the rows when they are frames; null when they are clips.</summary>
    public PackedLayout? Layout { get; private set; }

    public int Length => Rows * Width;

    public Span<float> ValueSpan => Values.AsSpan(0, Length);

    public Span<float> GradientSpan
    {
        get
        {
            Gradients = Grow(Gradients, Length);
            return Gradients.AsSpan(0, Length);
        }
    }

    public void Resize(int rows, int width, PackedLayout? layout)
    {
        Rows = rows;
        Width = width;
        Layout = layout;
        Values = Grow(Values, Length);
    }

    /// <summary>The same array when it is long enough, else a new one with some room, so that a varying batch stops allocating soon.</summary>
    public static float[] Grow(float[] array, int length) => array.Length >= length ? array : GC.AllocateUninitializedArray<float>(length + (length / 8));
}
