namespace Bakeoff.Reports.Graphics;

/// <summary>The colours of everything in a chart that is not data. Contrast on <see cref="Surface"/> is at least 4.5 for text.</summary>
internal static class Theme
{
    /// <summary>Ground of every chart.</summary>
    public static readonly Paint Surface = new("surface", "#ffffff", "#171b22");

    /// <summary>Titles and values.</summary>
    public static readonly Paint Text = new("text", "#1b2330", "#e8ecf2");

    /// <summary>Axis titles, tick labels and notes.</summary>
    public static readonly Paint Muted = new("muted", "#566072", "#a3aec0");

    /// <summary>Grid lines.</summary>
    public static readonly Paint Grid = new("grid", "#e5e8ee", "#2b323d");

    /// <summary>Axis lines, whiskers and frames.</summary>
    public static readonly Paint Axis = new("axis", "#8a93a3", "#7c8798");

    /// <summary>The one accent: the chosen epoch, the diagonal, a reference line.</summary>
    public static readonly Paint Accent = new("accent", "#b3261e", "#ff8a80");

    /// <summary>First and second series where the colour carries no emotion: training and validation.</summary>
    public static readonly Paint First = new("first", "#2459a9", "#7fb0ff");

    /// <summary>The second series.</summary>
    public static readonly Paint Second = new("second", "#b45309", "#f5a524");

    /// <summary>The third series.</summary>
    public static readonly Paint Third = new("third", "#0f766e", "#3fc7b6");

    /// <summary>Empty cells and tracks behind bars.</summary>
    public static readonly Paint Track = new("track", "#f1f3f7", "#20262f");

    /// <summary>Cells of a matrix, laid over the background with an opacity that grows with the share.</summary>
    public static readonly Paint Cell = new("cell", "#0a2a6b", "#75a8fb");

    /// <summary>Opacity of <see cref="Cell"/> above which <see cref="OnStrong"/> is the readable text and below which <see cref="OnPale"/>
    /// is: the same in both themes, contrast at least 4.5.</summary>
    public const double StrongOpacity = 0.646;

    /// <summary>Text on a strong cell.</summary>
    public static readonly Paint OnStrong = new("on-strong", "#ffffff", "#000000");

    /// <summary>Text on a pale cell.</summary>
    public static readonly Paint OnPale = new("on-pale", "#000000", "#ffffff");

    /// <summary>Five steps of a quantity, the best the strongest; drawn as lines, so that each stands out from the background.</summary>
    public static readonly IReadOnlyList<Paint> Levels =
    [
        new("level-1", "#a9b4c4", "#4a5668"), new("level-2", "#8ea8cf", "#4f6f9f"), new("level-3", "#5f8bcb", "#5b8fd6"),
        new("level-4", "#2f67b5", "#85b4f5"), new("level-5", "#12397a", "#cfe2ff"),
    ];

    /// <summary>All of them, in a fixed order, for style sheets.</summary>
    public static readonly IReadOnlyList<Paint> All =
    [
        Surface,
        Text,
        Muted,
        Grid,
        Axis,
        Accent,
        First,
        Second,
        Third,
        Track,
        Cell,
        OnStrong,
        OnPale,
        .. Levels,
    ];
}
