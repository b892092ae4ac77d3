namespace Bakeoff.Reports.Graphics;

/// <summary>Gives every emotion one colour, the same in all pictures, and other labels
/// a fixed colour by the order of their names.</summary>
/// <remarks>
/// The nine colours differ in lightness as well as in hue: under simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira and
/// Fernandes 2009) the two closest are at least 0.08 apart in OKLab, and each has a contrast of at least 3 with the background of its
/// theme; a test holds both. Colour never stands alone: marks, labels or tables carry the name too.
/// </remarks>
internal static class EmotionColours
{
    private static readonly Paint Angry = new("angry", "#d6254c", "#fc7981");
    private static readonly Paint Disgust = new("disgust", "#057404", "#769d1e");
    private static readonly Paint Fear = new("fear", "#4c21b9", "#bb96e2");
    private static readonly Paint Happy = new("happy", "#bf8a14", "#fadd7f");
    private static readonly Paint Neutral = new("neutral", "#3d3f44", "#bbc6cf");
    private static readonly Paint Sad = new("sad", "#1750f1", "#5077fb");
    private static readonly Paint Surprise = new("surprise", "#f54db8", "#bd68a1");
    private static readonly Paint Calm = new("calm", "#09928d", "#9dfdea");
    private static readonly Paint Boredom = new("boredom", "#461f00", "#756857");

    private static readonly Dictionary<string, Paint> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["angry"] = Angry, ["anger"] = Angry, ["ang"] = Angry,
        ["disgust"] = Disgust, ["disgusted"] = Disgust, ["dis"] = Disgust,
        ["fear"] = Fear, ["fearful"] = Fear, ["afraid"] = Fear, ["fea"] = Fear,
        ["happy"] = Happy, ["happiness"] = Happy, ["joy"] = Happy, ["hap"] = Happy,
        ["neutral"] = Neutral, ["neu"] = Neutral,
        ["sad"] = Sad, ["sadness"] = Sad,
        ["surprise"] = Surprise, ["surprised"] = Surprise, ["ps"] = Surprise, ["pleasant_surprise"] = Surprise,
        ["pleasant_surprised"] = Surprise,
        ["calm"] = Calm,
        ["boredom"] = Boredom, ["bored"] = Boredom,
    };

    private static readonly Paint[] Others =
    [
        new("other-1", "#1f6f9f", "#63b7e6"), new("other-2", "#a8480f", "#f0955a"), new("other-3", "#54701a", "#a7c957"),
        new("other-4", "#8b3a8f", "#d795da"), new("other-5", "#8a6a00", "#dcbb3c"), new("other-6", "#0b7a5b", "#4ccfa4"),
        new("other-7", "#a02745", "#f28aa3"), new("other-8", "#475569", "#a9b6c8"),
    ];

    /// <summary>Every paint that can be handed out, in a fixed order, for style sheets.</summary>
    public static IReadOnlyList<Paint> All { get; } = [Angry, Disgust, Fear, Happy, Neutral, Sad, Surprise, Calm, Boredom, .. Others];

    /// <summary>Chooses a paint for each name; names that are no emotion take the fixed palette in ordinal
    /// order of the names, so that the order of rows never matters.</summary>
    public static IReadOnlyDictionary<string, Paint> For(IEnumerable<string> names)
    {
        var result = new Dictionary<string, Paint>(StringComparer.Ordinal);
        var next = 0;
        foreach (var name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            result[name] = Known.TryGetValue(name, out var paint) ? paint : Others[next++ % Others.Length];
        }

        return result;
    }
}
