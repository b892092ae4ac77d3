namespace Bakeoff.Reports.Tests.Samples;

/// <summary>Names that must stay text.</summary>
internal static class HostileText
{
    public const string Script = "<script>alert('x')</script>";
    public const string Attribute = "\" onmouseover=\"alert(1)\" x='";
    public const string Image = "</title></svg><img src=x onerror=alert(1)>&amp;";
    public const string RightToLeft = "غضب حزن";
    public const string Override = "clip\u202Egpj.exe\u2066x";
    public const string Controls = "bell\u0007 null\0 escape\u001B[31m line\nbreak\r\ttab \u0085\u009F";
    public const string LoneSurrogates = "high\uD83D low\uDE00 swapped\uDE00\uD83D";
    public const string Emoji = "👩‍👩‍👧‍👦 é ﷽ 漢字漢字漢字";
    public static readonly string Eighty = string.Concat(Enumerable.Repeat("eighty-characters_", 5))[..80];
    public static readonly string EightyWide = new('W', 80);

    public static readonly string[] All =
    [
        Script, Attribute, Image, RightToLeft, Override, Controls, LoneSurrogates, Emoji, Eighty, EightyWide, "", " ", "constructor", "]]>",
        "{{7*7}}", "%s%n", "a&b",
    ];
}
