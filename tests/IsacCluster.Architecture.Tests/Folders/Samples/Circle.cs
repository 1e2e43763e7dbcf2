#pragma warning disable CA1052, CA1812, CA1822 // Compiled to be read, never run.

namespace IsacCluster.Architecture.Tests.Folders.Samples.Circle
{
    internal sealed class Parent
    {
        public static int Count => Child.First.Count;
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.Circle.Child
{
    internal sealed class First
    {
        public static int Count => new Other.Second().Count;
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.Circle.Other
{
    internal sealed class Second
    {
        public int Count => Parent.Count + Leaf.Third.Count;
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.Circle.Leaf
{
    internal sealed class Third
    {
        public static int Count => 3;
    }
}
