"""How a message leaves: as mail, to a chat, to a webhook; what is worth one is somebody else's."""

from tokenomics.alert.message import Message, Table, identity
from tokenomics.alert.sending import Delivered, send

__all__ = ["Delivered", "Message", "Table", "identity", "send"]
